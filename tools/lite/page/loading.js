// The status line of the browser edition: what loads, how far it is, what to do when it can't,
// and, once Python runs, the two things that a reader wants first.
"use strict";
(() => {
  const utils = document.currentScript.dataset.utils;
  const here = document.currentScript.src;
  const one = (selector) => document.querySelector(`#course-status ${selector}`);
  const chapter = new URLSearchParams(location.search).get("path") ?? "";

  // Maps and figures are drawn by the plotly.js that the book's pages have; asked for by the first.
  const page = (globalThis[Symbol.for("explorer")] ??= {});
  let drawing;
  const plotly = () =>
    new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: new URL("../../_static/plotly.min.js", here) });
      script.onload = () => resolve(globalThis.Plotly);
      script.onerror = () => reject(new Error("plotly.js did not load"));
      document.head.append(script);
    });
  Object.defineProperty(page, "plotly", {
    get: () => (drawing ??= plotly()),
    set: (value) => (drawing = value), // a map that failed lets the next one try again
  });

  const say = (words) => {
    const line = one("[role=status]");
    if (line.textContent !== words) line.textContent = words;
  };
  const notice = (words) => {
    const line = one(".notice");
    line.textContent = line.hidden ? words : `${line.textContent} ${words}`;
    line.hidden = false;
  };
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

  // What the loading has come to. Python's files are fetched ahead, while the notebook's page is
  // still being set up: the kernel then finds them in the browser's own cache.
  let running = false;
  let stopped = false;
  const stop = (words) => {
    if (stopped || running) return;
    stopped = true;
    say(words);
    one("progress").hidden = true;
    one("[data-act=again]").hidden = false;
  };

  const fetched = async (url, count) => {
    const response = await fetch(new URL(url, here));
    if (!response.ok) throw new Error(String(response.status));
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      count(value.length);
    }
  };

  const ahead = async () => {
    const bar = one("progress");
    const files = await (await fetch(new URL("loading.json", here))).json();
    const whole = files.reduce((sum, [, size]) => sum + size, 0);
    let so_far = 0;
    let shown = 0;
    const count = (size) => {
      so_far += size;
      bar.value = so_far / whole;
      const tenth = Math.floor((10 * so_far) / whole);
      if (tenth === shown || stopped || running) return;
      shown = tenth; // ten words of progress for those who hear them, not a thousand
      say(`Loading Python: ${megabytes(so_far)} of ${megabytes(whole)} MB.`);
    };
    await Promise.all(files.map(([url]) => fetched(url, count)));
    if (stopped || running) return;
    bar.removeAttribute("value"); // what follows can't be counted
    say("Python is loaded and starts. This takes some seconds.");
  };

  const acts = { again: () => location.reload() };
  globalThis.course = {
    opened(offered) {
      Object.assign(acts, offered);
      one("[data-act=download]").hidden = false;
    },
    ready() {
      running = true;
      one("progress").hidden = true;
      one("[data-act=runAll]").hidden = false;
      say("Python is ready.");
    },
    failed: () => stop("Python could not start in this browser. Try again, or choose another way to run this chapter."),
  };

  const keeps = () =>
    new Promise((resolve) => {
      try {
        const asked = indexedDB.open("course-probe");
        asked.onerror = () => resolve(false);
        asked.onsuccess = () => {
          asked.result.close();
          indexedDB.deleteDatabase("course-probe");
          resolve(true);
        };
      } catch {
        resolve(false);
      }
    });

  // The notebook begins where the line ends, which is higher on a phone.
  const fit = () => {
    const height = document.querySelector("#course-status").getBoundingClientRect().height;
    document.documentElement.style.setProperty("--status-height", `${height}px`);
    dispatchEvent(new Event("resize"));
  };

  const start = async () => {
    new ResizeObserver(fit).observe(document.querySelector("#course-status"));
    for (const button of document.querySelectorAll("#course-status button")) {
      button.addEventListener("click", () => acts[button.dataset.act]());
    }
    if (/^[\w-]+\.ipynb$/.test(chapter)) {
      const back = one(".back");
      back.href = `../../chapters/${chapter.replace(/ipynb$/, "html")}`;
      back.textContent = "Back to the chapter";
    }
    if (typeof WebAssembly !== "object" || typeof Worker !== "function") {
      stop("This browser has no WebAssembly, so it can't run Python. Another browser may, or choose another way to run this chapter.");
      one("[data-act=again]").hidden = true;
      return;
    }
    if (!(await keeps())) notice("This browser keeps nothing for this page: download the notebook before you leave.");
    if (!isSecureContext) notice("This address is plain http: the notebook runs, but Python can't open files of this page, and input() doesn't work.");
    ahead().catch(() => stop("A part of Python did not arrive. Look at the connection and try again."));
    await import(new URL(utils, here)).catch(() => stop("The notebook's page did not arrive. Look at the connection and try again."));
  };
  addEventListener("DOMContentLoaded", start);
})();
