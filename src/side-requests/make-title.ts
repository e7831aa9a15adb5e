/** Enough to know a chat by, and what the UIs ask for. */
const TITLE_WORDS_MAX = 6;
const TITLE_CHARS_MAX = 50;
/** Languages that write without blanks say as much in half of the characters. */
const DENSE_CHARS_MAX = 24;
/** A title is made of a text's beginning. */
const READ_CHARS_MAX = 1_000;
/** A client may not take an empty answer for one. */
const TITLE_OF_NOTHING = "Conversation";

const DENSE_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** Where a sentence ends in a script without blanks. */
const DENSE_SENTENCE_END = /[。！？!?]/u;

/** The first words of a text, in whatever language that is. */
export function makeTitle(text: string, charsMax: number = TITLE_CHARS_MAX): string {
  const line = firstLine(text.slice(0, READ_CHARS_MAX));
  const isDense = DENSE_SCRIPT.test(line);
  const sentence = isDense ? (line.split(DENSE_SENTENCE_END)[0] ?? line) : line;
  const limit = Math.min(charsMax, isDense ? DENSE_CHARS_MAX : TITLE_CHARS_MAX);
  const words = (sentence === "" ? line : sentence).split(" ").slice(0, TITLE_WORDS_MAX);
  while (words.length > 1 && lengthOf(words.join(" ")) > limit) words.pop();
  const title = takeGraphemes(words.join(" "), limit).replace(/[\s.,;:!?…–—\-、。！？：；]+$/u, "");
  return title === "" ? TITLE_OF_NOTHING : title;
}

/** Without marks of a format and quotation marks, which a title does not show. */
function firstLine(text: string): string {
  for (const line of text.split("\n")) {
    const plain = line
      .replace(/[`*"“”«»「」『』]+/gu, " ")
      .replace(/\s+/g, " ")
      .replace(/^[\s\p{P}>]+/u, "")
      .trim();
    if (/[\p{L}\p{N}\p{So}]/u.test(plain)) return plain;
  }
  return "";
}

function lengthOf(text: string): number {
  return [...text].length;
}

/** Never cuts through a character that is made of several. */
function takeGraphemes(text: string, charsMax: number): string {
  let taken = "";
  let count = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(
    text,
  )) {
    count += lengthOf(segment);
    if (count > charsMax) break;
    taken += segment;
  }
  return taken;
}

const LANGUAGES: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, "Japanese"],
  [/\p{Script=Hangul}/u, "Korean"],
  [/\p{Script=Han}/u, "Chinese"],
  [/\p{Script=Thai}/u, "Thai"],
  [/\p{Script=Cyrillic}/u, "Russian"],
  [/\p{Script=Arabic}/u, "Arabic"],
  [/\p{Script=Hebrew}/u, "Hebrew"],
  [/\p{Script=Greek}/u, "Greek"],
  [/\p{Script=Devanagari}/u, "Hindi"],
];

/** By its script alone: where one is shared, the most common language stands for all. */
export function guessLanguage(text: string): string {
  const sample = text.slice(0, READ_CHARS_MAX);
  return LANGUAGES.find(([script]) => script.test(sample))?.[1] ?? "English";
}
