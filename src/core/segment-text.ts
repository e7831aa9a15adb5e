// The rules of Unicode do not depend on a language here; naming one keeps the result the same on every machine.
const LOCALE = "en";

// Made when first needed: each loads tables for some milliseconds, and most servers never cut a text.
let graphemes: Intl.Segmenter | undefined;
let words: Intl.Segmenter | undefined;

export function splitGraphemes(text: string): readonly string[] {
  graphemes ??= new Intl.Segmenter(LOCALE, { granularity: "grapheme" });
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** Words, blanks and punctuation. Japanese words are found by the platform's dictionary. */
export function splitWords(text: string): readonly string[] {
  words ??= new Intl.Segmenter(LOCALE, { granularity: "word" });
  return Array.from(words.segment(text), ({ segment }) => segment);
}
