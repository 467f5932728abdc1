// Finding terms by what readers type: any of a term's names, in any of their grammatical forms.
// The glossary's filter and the search page share it.
"use strict";
globalThis.courseTerms = (() => {
  // Kazakh letters as they are typed on a Russian keyboard.
  const ALIKE = { қ: "к", ә: "а", ө: "о", ү: "у", ұ: "у", ң: "н", ғ: "г", һ: "х", і: "и" };
  const SHORTEST = 3; // letters of a word that has other forms
  const LATIN = 4; // letters that a Latin word shares with one of its forms, where neither is the other's beginning
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
    if (shared === shorter) return true;
    return shared >= (/[a-z]/.test(word) ? LATIN : SHORTEST) && shared >= shorter - ending(word);
  }

  // How well a name answers to what was typed: 0 not at all, 4 to the letter; 1 where it stands within a longer phrase.
  function answers(name, typed) {
    if (name === typed) return 4;
    const words = name.split(" ");
    const asked = typed.split(" ");
    const every = asked.every((one) => words.some((word) => sameWord(word, one)));
    const whole = words.every((word) => asked.some((one) => one.length >= SHORTEST && sameWord(word, one)));
    return every && whole ? 3 : every ? 2 : whole ? 1 : 0;
  }

  // Of entries with folded `names`, those that answer well enough, the nearest first.
  function find(entries, text, { enough = 2 } = {}) {
    const typed = fold(text);
    if (!typed) return [];
    return entries
      .map((entry) => [Math.max(...entry.names.map((name) => answers(name, typed))), entry])
      .filter(([near]) => near >= enough)
      .sort(([one], [other]) => other - one)
      .map(([, entry]) => entry);
  }

  return { fold, find };
})();
