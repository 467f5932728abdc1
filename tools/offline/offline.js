// Has the browser keep the book (worker.js), and says in one line at the foot what came of it.
"use strict";
(() => {
  const worker = new URL("worker.js", document.currentScript.src);
  const size = document.currentScript.dataset.size; // in MB, as text
  if (!navigator.serviceWorker) return; // plain http, or a browser that has none: nothing was promised

  const outcomes = {
    known: "Kept in this browser for reading without a network.",
    kept: "The whole book is kept in this browser: it opens without a network.",
    full: "This device has no room for a copy of the book, so it needs a network each time.",
    refused: "This browser kept no copy of the book, so it needs a network each time.",
  };

  let line;
  const say = (words, label, act) => {
    if (!line) {
      line = Object.assign(document.createElement("p"), { className: "kept-copy" });
      document.querySelector(".bd-footer-text")?.append(line);
    }
    if (words !== outcomes.known) line.setAttribute("role", "status"); // what is no news isn't announced
    line.textContent = words;
    if (!label) return;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.addEventListener("click", act);
    line.append(" ", button);
  };

  // A new version waits until the reader asks for it or has closed all pages of the old one: what
  // is being read does not change under the reader's eyes.
  let asked = false;
  const offer = (waiting) =>
    say("A new version of the book is ready.", "Show it", () => {
      asked = true;
      waiting.postMessage({ course: "show the new version" });
    });
  navigator.serviceWorker.addEventListener("controllerchange", () => asked && location.reload());
  navigator.serviceWorker.addEventListener("message", ({ data }) => outcomes[data?.course] && say(outcomes[data.course]));

  const keep = async () => {
    try {
      const registration = await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
      if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
      else if (registration.active) say(outcomes.known);
      registration.addEventListener("updatefound", () => {
        const { installing } = registration;
        installing.addEventListener("statechange", () => {
          if (installing.state === "installed" && navigator.serviceWorker.controller) offer(installing);
        });
      });
    } catch {
      say(outcomes.refused);
    }
  };

  addEventListener("load", async () => {
    const known = await navigator.serviceWorker.getRegistration(worker).catch(() => undefined);
    // Whoever asked the browser to save data is asked before it fetches what may never be read.
    if (!known && navigator.connection?.saveData) {
      say("The book can be kept for reading without a network.", `Keep it (${size} MB)`, keep);
    } else {
      await keep();
    }
  });
})();
