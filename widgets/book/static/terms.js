// Finding terms by what readers type: any of a term's names, in any of their grammatical forms.
// The glossary's filter and the search page share it.
"use strict";
globalThis.courseTerms = (() => {
  // Kazakh letters as they are typed on a Russian keyboard.
  const ALIKE = { қ: "к", ә: "а", ө: "о", ү: "у", ұ: "у", ң: "н", ғ: "г", һ: "х", і: "и" };
  const SHORTEST = 3; // letters that two forms of a word share
  // Letters at the end of the shorter form that may differ: policy, policies; мягкая, мягкой.
  const ending = (word) => (/[a-z]/.test(word) ? 1 : 2);

  const fold = (text) =>
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[қәөүұңғһі]/g, (letter) => ALIKE[letter])
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();

  // Two forms of one word begin alike; Kazakh endings are added to the word, Russian ones replace its last letters.
  // What is still being typed may be short; a short word of a name is no beginning of a longer one.
  function sameWord(word, typed) {
    if (word.length < SHORTEST) return word === typed;
    const shorter = Math.min(word.length, typed.length);
    let shared = 0;
    while (shared < shorter && word[shared] === typed[shared]) shared += 1;
    return shared >= Math.min(SHORTEST, shorter) && shared >= shorter - ending(word);
  }

  // How well a name answers to what was typed: 0 not at all, 3 to the letter.
  function answers(name, typed) {
    if (name === typed) return 3;
    const words = name.split(" ");
    const asked = typed.split(" ");
    if (!asked.every((one) => words.some((word) => sameWord(word, one)))) return 0;
    return words.every((word) => asked.some((one) => sameWord(word, one))) ? 2 : 1;
  }

  // Of entries with folded `names`, those that answer, the nearest first.
  function find(entries, text) {
    const typed = fold(text);
    if (!typed) return [];
    return entries
      .map((entry) => [Math.max(...entry.names.map((name) => answers(name, typed))), entry])
      .filter(([near]) => near)
      .sort(([one], [other]) => other - one)
      .map(([, entry]) => entry);
  }

  return { fold, find };
})();
