// Drafts, chapters read and progress: fields in the page whose content kept.js holds.
"use strict";
(() => {
  const { kept } = globalThis[Symbol.for("course")];
  const panel = document.getElementById("your-answers");
  if (!panel) return;
  const page = JSON.parse(document.getElementById("answers-data").textContent);

  const make = (tag, properties = {}, ...content) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...content);
    return node;
  };
  const many = (number, one, more = `${one}s`) => `${number} ${number === 1 ? one : more}`;
  const button = (textContent, act) => {
    const made = make("button", { type: "button", textContent });
    made.addEventListener("click", act);
    return made;
  };

  // -- Drafts: a field in the place of each answer cell. The notebook keeps the cell.
  const draft = (frame) => {
    const { id, label, kind, start } = frame.dataset;
    const key = `draft/${id}`;
    const field = make("textarea", {
      id: `draft-${id}`,
      className: kind,
      value: kept.get(key) ?? start,
      rows: Math.max(3, start.split("\n").length + 1),
      autocomplete: "off",
      spellcheck: kind === "text",
      autocapitalize: kind === "text" ? "sentences" : "off",
    });
    const note = kept.note("Your draft stays in this browser. It is not run or marked here.");
    note.id = `${field.id}-note`;
    field.setAttribute("aria-describedby", note.id);
    const status = make("span", { className: "draft-status", role: "status" });
    let before;

    const save = () => {
      grow();
      kept.put({ [key]: field.value === start ? undefined : field.value });
    };
    const put = (text, said) => {
      field.value = text;
      save();
      status.textContent = said;
      offer();
    };
    const offer = () => {
      undo.hidden = before === undefined;
      reset.hidden = field.value === start;
    };
    // A button that goes takes the focus with it: the field is where the reader was at work.
    const reset = button("Reset this draft", () => {
      before = field.value;
      put(start, "The draft is as it was at first.");
      undo.focus();
    });
    const undo = button("Undo the reset", () => {
      const text = before;
      before = undefined;
      put(text, "Your draft is back.");
      field.focus();
    });
    const grow = () => {
      if (CSS.supports("field-sizing", "content")) return;
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    };

    field.addEventListener("input", () => {
      before = undefined;
      status.textContent = "";
      save();
      offer();
    });
    // Another window, or a file. The caret stays at its words; a reset is not undone over what came since.
    const renew = (text) => {
      const now = field.value;
      const shorter = Math.min(now.length, text.length);
      let first = 0;
      while (first < shorter && now[first] === text[first]) first++;
      let last = 0;
      while (last < shorter - first && now.at(-1 - last) === text.at(-1 - last)) last++;
      const caret = field.selectionStart === field.selectionEnd;
      field.setRangeText(text.slice(first, text.length - last), first, now.length - last, "preserve");
      if (caret) field.selectionEnd = field.selectionStart; // else what came is selected, and the next key removes it
      before = undefined;
      grow();
    };
    kept.on(() => {
      const text = (kept.get(key) ?? start).replace(/\r\n?/g, "\n"); // as a field has it
      if (field.value !== text) renew(text);
      offer();
    });
    for (const still of frame.querySelectorAll(".cell_input, .draft > p")) still.hidden = true;
    const tools = make("div", { className: "draft-tools" }, reset, undo, status);
    frame.append(make("label", { htmlFor: field.id, textContent: `Your draft for ${label}` }), field, note, tools);
    offer();
    grow();
  };
  for (const frame of document.querySelectorAll(".draft")) draft(frame);

  // -- The chapter's end.
  const box = document.getElementById("chapter-read");
  if (box) {
    const key = `read/${box.value}`;
    const show = () => (box.checked = kept.get(key) ?? false);
    box.addEventListener("change", () => kept.put({ [key]: box.checked || undefined }));
    kept.on(show);
    show();
  }

  // -- How far the reader is.
  const count = () => {
    const items = kept.all();
    const own = (kind) => page.chapters.filter(({ id }) => items[`${kind}/${id}`]).length;
    const questions = page.chapters.flatMap(({ quizzes }) =>
      Object.entries(quizzes).flatMap(([name, ids]) => ids.map((id) => items[`quiz/${name}/${id}`])),
    );
    const drafts = page.chapters.flatMap((chapter) => chapter.drafts);
    return {
      chapters: `${own("read")} of ${many(page.chapters.length, "chapter")} read`,
      questions: `${questions.filter((one) => one?.solved).length} of ${many(questions.length, "question")} solved`,
      drafts: `${drafts.filter((id) => items[`draft/${id}`] !== undefined).length} of ${many(drafts.length, "exercise")} with a draft`,
      begun: Object.keys(items).some((key) => key !== "name"),
    };
  };
  const show = () => {
    const { chapters, questions, drafts, begun } = count();
    panel.querySelector(".answers-count").textContent = box ? `In this chapter: ${questions}, ${drafts}.` : `${chapters}, ${questions}, ${drafts}.`;
    const line = document.querySelector(".course-progress");
    if (!line) return;
    line.hidden = !begun;
    line.textContent = `So far, in this browser: ${chapters}, ${questions}.`;
  };
  kept.on(show);
  show();
  const apart = location.protocol === "file:" ? " From a disk, some browsers keep each page's answers apart: then save them on each." : "";
  panel.querySelector(".answers-where").append(
    kept.note(`Your answers, your drafts and the chapters you have read stay in this browser, on this device. Nothing is sent.${apart}`, false),
  );

  Object.assign(globalThis[Symbol.for("course")], { page, panel, make, many, button });
})();
