// The glossary's filter: finds terms by any of their names, in whatever letters they are typed.
// It is made by this script, so that a page without scripts shows no field that does nothing.
"use strict";
(() => {
  const list = document.querySelector("dl.glossary");
  if (!list) return;

  const { fold, find } = globalThis.courseTerms;
  const entries = [...list.querySelectorAll(":scope > dt")].map((term) => {
    const definition = term.nextElementSibling;
    const names = [...definition.querySelectorAll(".names [lang], .forms .form")].map((name) => name.textContent);
    return { term, definition, names: [term.textContent, term.id, ...names].map(fold) };
  });

  const field = Object.assign(document.createElement("input"), {
    type: "search",
    id: "glossary-filter",
    autocomplete: "off",
    spellcheck: false,
  });
  const label = Object.assign(document.createElement("label"), {
    htmlFor: field.id,
    textContent: "Find a term, in English, Kazakh or Russian",
  });
  const count = document.createElement("p");
  count.setAttribute("role", "status");
  const form = document.createElement("div");
  form.className = "glossary-filter";
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Terms of the glossary");
  form.append(label, field, count);

  const filter = () => {
    const typed = fold(field.value);
    const shown = new Set(typed ? find(entries, typed) : entries);
    for (const entry of entries) entry.term.hidden = entry.definition.hidden = !shown.has(entry);
    const found = shown.size;
    const all = typed === "" ? `${entries.length} terms` : `${found} of ${entries.length} terms`;
    count.textContent = found
      ? all
      : `${all}. Try fewer letters, or only the word's beginning, or another of the three languages.`;
  };
  const clear = () => {
    field.value = "";
    filter();
  };

  // A link to a term shows it, whatever the filter hides.
  const show = (hash) => {
    const entry = entries.find(({ term }) => `#${term.id}` === hash);
    if (!entry?.term.hidden) return;
    clear();
    entry.term.scrollIntoView();
  };

  field.addEventListener("input", filter);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) {
      event.preventDefault();
      clear();
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link) show(link.hash);
  });
  addEventListener("hashchange", () => show(location.hash));

  list.before(form);
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  filter();
  show(location.hash);
})();
