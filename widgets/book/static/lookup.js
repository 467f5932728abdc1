// The search page's terms: what is typed leads to the glossary's entry and to the chapters, in any form of the word.
"use strict";
(() => {
  const data = document.getElementById("terms");
  const place = document.getElementById("term-results");
  const typed = new URLSearchParams(location.search).get("q") ?? "";
  if (!data || !place || !typed.trim()) return;
  const MOST = 5;
  const { fold, find } = globalThis.courseTerms;
  const entries = JSON.parse(data.textContent).map((one) => ({ ...one, names: one.names.map(fold) }));
  const found = find(entries, typed, { enough: 1 });
  if (!found.length) return;

  const made = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const link = (text, href) => made("a", { href }, text);
  const items = found.slice(0, MOST).map(({ name, address, other, chapters }) => {
    const names = other.map(([lang, text]) => made("span", { lang }, text));
    const pages = chapters.flatMap(([title, href], i) => [i ? "; " : " In: ", link(title, href)]);
    return made("li", {}, link(name, address), " (", names[0], ", ", names[1], ").", ...pages);
  });
  place.append(made("h2", {}, "Terms"), made("ul", {}, ...items));
  if (found.length > MOST) {
    const all = `${found[0].address.split("#")[0]}?q=${encodeURIComponent(typed)}`;
    place.append(made("p", {}, link(`All ${found.length} terms in the glossary`, all)));
  }
})();
