// All answers as one file, and back: a page to print or to hand in, which holds the same as data.
"use strict";
(() => {
  const course = globalThis[Symbol.for("course")];
  const { COURSE, VERSION, kept, page, panel, make, many, button } = course ?? {};
  if (!panel) return;
  const here = document.currentScript.src;
  const FORMAT = `${COURSE}/answers`;
  const LARGEST = 10e6; // bytes: a file of ours is far smaller

  // -- Writing.
  const escaped = (text) => String(text).replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`);
  // The course's own texts may name a word's language; a reader's text is shown as it stands.
  const rich = (text) => escaped(text).replace(/&#60;span lang=&#34;(kk|ru)&#34;&#62;(.*?)&#60;\/span&#62;/g, '<span lang="$1">$2</span>');

  // FNV-1a: tells a damaged file from a whole one, and is no seal.
  const checksum = (data) => {
    let sum = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(JSON.stringify(data))) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
    return sum.toString(16).padStart(8, "0");
  };

  const question = (quiz, item, answer) => {
    const offered = (option) => Object.hasOwn(item.options, option);
    const said = (option) => rich(offered(option) ? item.options[option] : option);
    const [same, other] = quiz.readings ? ["same as ours", "we differ"] : ["holds", "does not hold"];
    const verdict = (option) => (item.right.includes(option) ? same : other);
    const holds = (option) => (offered(option) ? verdict(option) : "no longer offered");
    const given = answer
      ? `<b>Answer:</b> ${said(answer.last)} (${holds(answer.last)})${answer.first === answer.last ? "" : `; at first: ${said(answer.first)} (${holds(answer.first)})`}`
      : "<i>Not answered.</i>";
    return `<li><p>${rich(item.prompt)}</p><p>${given}</p></li>`;
  };

  const chapterOf = (items) => (chapter) => {
    const quizzes = chapter.quizzes.map((quiz) => {
      const answers = quiz.items.map((item) => [item, items[`quiz/${quiz.name}/${item.id}`]]);
      if (!answers.some(([, answer]) => answer)) return "";
      // Of many cases to place, those that were placed; of the few questions, all.
      const shown = answers.filter(([, answer]) => answer || quiz.noun === "question");
      return `<h3>${rich(quiz.title)}</h3><ol>${shown.map(([item, answer]) => question(quiz, item, answer)).join("")}</ol>`;
    });
    const drafts = chapter.exercises.map(({ id, label, kind, task }) => {
      const text = items[`draft/${id}`];
      const asked = task.map((paragraph) => `<p class="task">${rich(paragraph)}</p>`).join("");
      return text === undefined ? "" : `<h3>${escaped(label)}</h3>${asked}<pre class="${kind}">${escaped(text)}</pre>`;
    });
    const content = [...quizzes, ...drafts].join("");
    return content && `<section><h2>${escaped(chapter.title)}</h2>${content}</section>`;
  };

  // What is asked no more, or not yet: the file loses none of it.
  const others = (items) => {
    const quizzes = course.catalogue.flatMap((chapter) => chapter.quizzes);
    const asked = new Set([
      ...quizzes.flatMap((quiz) => quiz.items.map(({ id }) => `quiz/${quiz.name}/${id}`)),
      ...course.catalogue.flatMap(({ exercises }) => exercises.map(({ id }) => `draft/${id}`)),
    ]);
    const left = answersIn(items).filter((key) => !asked.has(key));
    const content = left.map((key) => {
      const id = escaped(key.slice(key.indexOf("/") + 1));
      if (key.startsWith("draft/")) return `<h3>${id}</h3><pre>${escaped(items[key])}</pre>`;
      const { last, first } = items[key];
      return `<p>${id}: ${escaped(last)}${first === last ? "" : `; at first: ${escaped(first)}`}</p>`;
    });
    return left.length ? `<section><h2>Of other editions of this course</h2>${content.join("")}</section>` : "";
  };

  const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25}h2{margin-top:2.5rem;border-bottom:1px solid}.task{font-size:.9em}
pre{white-space:pre-wrap;font:inherit;border:1px solid;border-radius:4px;padding:.75rem}pre.code{font-family:ui-monospace,monospace}
li{margin-bottom:1rem}p{margin:.25rem 0}@media print{body{margin:0;max-width:none;font-size:11pt}h2,h3{break-after:avoid}li{break-inside:avoid}}`;

  // The reader's day, as the page in the file says it: the day in Greenwich may be another.
  const iso = (date) =>
    [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

  const file = (items, date) => {
    const { name, ...answers } = items;
    const data = { saved: date.toISOString(), items };
    const json = JSON.stringify({ format: FORMAT, version: VERSION, checksum: checksum(data), data }).replaceAll("<", "\\u003c");
    const title = `${name ? `Answers of ${name}` : "Answers"}: ${panel.dataset.title}`;
    const day = date.toLocaleDateString("en-GB", { dateStyle: "long" });
    const chapters = [...course.catalogue.map(chapterOf(answers)), others(answers)].join("");
    return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="generator" content="${FORMAT}">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<script type="application/json" id="answers">${json}</script>
<style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1><p>Saved on ${day}. What was not begun is left out. No draft has been run or marked.</p>
${chapters}</main></body></html>
`;
  };

  // What the course asks is fetched when it is needed: a script, because a page from a disk may load nothing else.
  const catalogue = () =>
    new Promise((resolve, reject) => {
      if (course.catalogue) return resolve();
      const address = new URL(page.catalogue, here);
      address.searchParams.set("at", Date.now()); // one that a browser kept may be an older edition's
      const script = make("script", { src: address, onload: resolve, onerror: reject });
      document.head.append(script);
    });

  const save = async () => {
    const items = kept.all();
    if (!answersIn(items).length) return say("There is nothing to save yet: no question is answered and no draft is begun.");
    try {
      await catalogue();
    } catch {
      return say("The file was not made: the list of the course's questions did not load. Try again when you are connected.");
    }
    const date = new Date();
    const anchor = make("a", {
      href: URL.createObjectURL(new Blob([file(items, date)], { type: "text/html" })),
      download: `${COURSE}-answers-${iso(date)}.html`,
    });
    anchor.click();
    kept.release();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
    return say(`${listed(items)} saved as ${anchor.download}. Open it to print it; load it here to go on.`);
  };

  // -- Reading. Nothing changes before the whole file is understood.
  class Refusal extends Error {}
  const understood = (text) => {
    const bare = text.trimStart().startsWith("{");
    const found = bare ? null : new DOMParser().parseFromString(text, "text/html");
    const script = found?.querySelector('script#answers[type="application/json"]');
    const ours = bare ? text.includes(FORMAT) : found.querySelector(`meta[name="generator"][content="${FORMAT}"]`) || script;
    if (!ours) throw new Refusal("is no file of this course's answers");
    let read;
    try {
      read = JSON.parse(bare ? text : script.textContent);
    } catch {
      throw new Refusal("is damaged: a part of it is missing");
    }
    const { format, version, data } = read ?? {};
    if (format !== FORMAT) throw new Refusal("is no file of this course's answers");
    if (version > VERSION) throw new Refusal("was saved by a newer edition of this course, which this page cannot read");
    if (version !== VERSION || !data?.items || read.checksum !== checksum(data)) throw new Refusal("is damaged: its content is not what was saved");
    return data;
  };

  const load = async (given) => {
    try {
      if (given.size > LARGEST) throw new Refusal(`is too large: ${Math.ceil(given.size / 1e6)} MB, where ${LARGEST / 1e6} MB are the most`);
      const { saved, items: held } = understood(await given.text());
      const items = kept.sound(held);
      const now = kept.all();
      const differs = Object.keys(items).filter((key) => key in now && JSON.stringify(now[key]) !== JSON.stringify(items[key]));
      const day = new Date(saved).toLocaleDateString("en-GB", { dateStyle: "long" });
      if (differs.length) {
        const whose = items.name ? ` by ${items.name}` : "";
        const told = `${given.name}, saved on ${day}${whose}, holds ${listed(items)}. It replaces ${counted(differs)} here; all others stay.`;
        if (!(await ask(told, "Load the file"))) return say("Nothing was loaded, and nothing has changed.");
      }
      change(items, `${listed(items)} loaded from ${given.name}.`);
    } catch (fault) {
      const why = fault instanceof Refusal ? fault.message : "could not be read";
      say(`${given.name} ${why}. Nothing here has changed.`);
    }
    return undefined;
  };

  // -- Clearing: a chapter's answers on its page, everything on the cover.
  const mine = () => {
    const { chapter } = panel.dataset;
    if (!chapter) return Object.keys(kept.all());
    const [{ quizzes, drafts }] = page.chapters;
    return Object.keys(kept.all()).filter((key) => {
      const [kind, name] = key.split("/");
      return (kind === "quiz" && Object.hasOwn(quizzes, name)) || (kind === "draft" && drafts.includes(name));
    });
  };
  const clear = async () => {
    const keys = mine();
    if (!keys.length) return say("There is nothing to clear.");
    const whose = panel.dataset.chapter ? "this chapter" : "the whole course";
    if (!(await ask(`This removes ${counted(keys)} of ${whose} from this browser. Save them first if you may need them.`, "Clear"))) {
      return say("Nothing was cleared.");
    }
    return change(Object.fromEntries(keys.map((key) => [key, undefined])), "Cleared.");
  };

  // -- What is said and asked.
  const answersIn = (items) => Object.keys(items).filter((key) => /^(quiz|draft)\//.test(key));
  const listed = (items) => counted(Object.keys(items)) || "No answers";
  const counted = (keys) => {
    const of = (kind) => keys.filter((key) => key.split("/")[0] === kind).length;
    return [
      [of("quiz"), "answer"],
      [of("draft"), "draft"],
      [of("read"), "chapter read", "chapters read"],
      [of("name"), "name"],
    ]
      .filter(([number]) => number)
      .map((words) => many(...words))
      .join(", ")
      .replace(/, ([^,]*)$/, " and $1");
  };

  const status = panel.querySelector(".answers-status");
  const say = (text) => {
    status.textContent = text;
  };

  let before;
  const change = (items, said) => {
    before = kept.put(items);
    undo.hidden = !Object.keys(before).length;
    undo.textContent = "Undo";
    say(undo.hidden ? `${said} Nothing here was different.` : `${said} Undo brings back what was here.`);
  };

  const ask = (text, yes) =>
    new Promise((resolve) => {
      const dialog = make("dialog", { className: "answers-dialog" });
      const words = make("p", { id: "answers-question", textContent: text });
      dialog.setAttribute("aria-labelledby", words.id);
      const close = (value) => button(value ? yes : "Cancel", () => dialog.close(value));
      const cancel = close("");
      cancel.autofocus = true;
      dialog.append(words, make("div", { className: "answers-tools" }, close("yes"), cancel));
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue === "yes");
      });
      document.body.append(dialog);
      dialog.showModal();
    });

  const chooser = make("input", { type: "file", accept: ".html,.htm,.json", hidden: true });
  chooser.addEventListener("change", async () => {
    const [given] = chooser.files;
    if (given) await load(given);
    chooser.value = ""; // the same file may be chosen again
  });
  // What it replaces may be newer than the change: it is kept in its turn, and can be brought back.
  const undo = button("Undo", ({ detail }) => {
    if (detail > 1) return; // a double click means one
    const undone = undo.textContent === "Undo";
    before = kept.put(before);
    undo.textContent = undone ? "Redo" : "Undo";
    say(undone ? "What was here is back. Redo brings back what it replaced." : "Done again. Undo brings back what was here.");
  });
  undo.hidden = true;
  panel
    .querySelector(".answers-tools")
    .append(
      button("Save all as one file", save),
      button("Load a file", () => chooser.click()),
      chooser,
      button(panel.dataset.chapter ? "Clear this chapter" : "Clear all", clear),
      undo,
    );

  const name = document.getElementById("answers-name");
  const showName = () => {
    const now = kept.get("name") ?? "";
    if (name.value !== now) name.value = now;
  };
  name.addEventListener("input", () => kept.put({ name: name.value || undefined }));
  kept.on(showName);
  showName();
})();
