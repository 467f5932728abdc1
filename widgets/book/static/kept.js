// What a reader does in the course's pages stays in the browser: one entry of its storage, of many small items.
// Where the browser refuses, the items live as long as the page, and the page says so.
"use strict";
(() => {
  const COURSE = "public-diplomacy-course";
  const VERSION = 1;
  const KEY = `${COURSE}/${VERSION}`;

  const kinds = {
    quiz: ({ last, first, solved } = {}) =>
      typeof last === "string" && typeof first === "string" && typeof solved === "boolean",
    draft: (value) => typeof value === "string",
    read: (value) => value === true,
    name: (value) => typeof value === "string",
  };
  // Whatever comes from a storage or a file is looked at before it is believed.
  const sound = (items) =>
    Object.fromEntries(
      Object.entries(items ?? {}).filter(([key, value]) => {
        const kind = /^(quiz\/[\w.-]+\/[\w.-]+|(draft|read)\/[\w.-]+|name)$/.test(key) && key.split("/")[0];
        return kind && value !== null && kinds[kind](value);
      }),
    );

  let seen = null; // what the storage held when it was last looked at, as text
  let stored = {}; // and understood
  const unsaved = new Map(); // what the browser did not take yet; undefined: to be removed
  const heard = new Set();
  let refused = false;

  const read = () => {
    const text = localStorage.getItem(KEY);
    if (text === seen) return;
    try {
      stored = sound(JSON.parse(text ?? "{}").items);
    } catch {
      localStorage.setItem(`${KEY}/damaged`, text); // somebody may still make sense of it
      stored = {};
    }
    seen = text;
  };

  // Other windows write too: each write begins with what stands there now, and changes its own items only.
  const write = () => {
    const before = refused;
    try {
      read();
      if (unsaved.size) {
        const items = with_(stored, unsaved);
        const text = JSON.stringify({ items });
        localStorage.setItem(KEY, text);
        [seen, stored, refused] = [text, items, false];
        unsaved.clear();
      }
    } catch {
      refused = true;
    }
    if (refused !== before) warn();
    if (unsaved.size) addEventListener("beforeunload", stay);
    else release();
  };
  const with_ = (items, changes) => {
    const all = { ...items };
    for (const [key, value] of changes) {
      if (value === undefined) delete all[key];
      else all[key] = value;
    }
    return all;
  };

  // What the browser does not take would be lost with the page: leaving asks, until a file has it.
  const stay = (event) => event.preventDefault();
  const release = () => removeEventListener("beforeunload", stay);
  const refusal = () =>
    seen === null
      ? "This browser keeps nothing for this page: what you write lasts until you leave it. Save it as a file. "
      : "This browser keeps nothing more for this page: what you write now lasts until you leave it. Save it as a file. ";
  const voice = Object.assign(document.createElement("p"), { className: "visually-hidden", role: "status" });
  const warn = () => {
    voice.textContent = refused ? refusal() : "";
  };

  const all = () => with_(stored, unsaved);
  const get = (key) => (unsaved.has(key) ? unsaved.get(key) : stored[key]);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const tell = () => {
    for (const act of heard) act();
  };

  // Change items, undefined removing one; give what they were, which takes the change back.
  const put = (changes) => {
    const before = {};
    for (const [key, value] of Object.entries(changes)) {
      if (same(get(key), value)) continue;
      before[key] = get(key);
      unsaved.set(key, value);
    }
    if (Object.keys(before).length) {
      write();
      tell();
    }
    return before;
  };

  const again = () => {
    write();
    tell();
  };
  addEventListener("storage", ({ key }) => (key === KEY || key === null) && again());
  addEventListener("pageshow", ({ persisted }) => persisted && again());

  // A full storage takes nothing, and still holds what it took before: reading comes first, and apart.
  for (const attempt of [
    read,
    () => localStorage.setItem(`${KEY}/probe`, ""),
    () => localStorage.removeItem(`${KEY}/probe`),
  ]) {
    try {
      attempt();
    } catch {
      refused = true;
    }
  }

  // A line beside what is kept, which says where it is kept, or that it is not.
  const note = (said, linked = true) => {
    const line = Object.assign(document.createElement("p"), { className: "kept-note" });
    const show = () => {
      const text = refused ? refusal() : `${said} `;
      if (line.firstChild?.data === text) return;
      line.textContent = text;
      if (linked && document.getElementById("your-answers")) {
        line.append(Object.assign(document.createElement("a"), { href: "#your-answers", textContent: "Save, load or clear" }));
      }
    };
    heard.add(show);
    show();
    if (!voice.isConnected) document.body.append(voice);
    return line;
  };

  globalThis[Symbol.for("course")] = {
    ...globalThis[Symbol.for("course")],
    COURSE,
    VERSION,
    kept: { all, put, sound, note, get, release, on: (act) => heard.add(act) },
  };

  // -- The contents say which chapters were read.
  const sign = () => {
    for (const link of document.querySelectorAll("a[data-chapter]")) {
      const isRead = get(`read/${link.dataset.chapter}`) ?? false;
      const mark = link.querySelector(".read-sign");
      if (isRead && !mark) {
        const made = Object.assign(document.createElement("span"), { className: "read-sign" });
        const shown = Object.assign(document.createElement("span"), { textContent: " ✓", ariaHidden: "true" });
        const said = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: " (read)" });
        made.append(shown, said);
        link.append(made);
      } else if (!isRead) mark?.remove();
    }
  };
  heard.add(sign);
  sign();
})();
