// The rules of Unicode do not depend on a language here; naming one keeps the result the same on every machine.
const LOCALE = "en";
const graphemes = new Intl.Segmenter(LOCALE, { granularity: "grapheme" });
const words = new Intl.Segmenter(LOCALE, { granularity: "word" });
const sentences = new Intl.Segmenter(LOCALE, { granularity: "sentence" });

const BLANKS = /^\s+$/u;
const PICTURE = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator})/u;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/**
 * Where the words of a text begin, in UTF-16 units. A word takes its punctuation and the blanks behind it along; a picture is a word,
 * and so is whatever follows a blank, as a lone bracket in code. Japanese words are found by the platform's dictionary.
 */
export function wordStarts(text: string): readonly number[] {
  const starts: number[] = [];
  let isAfterBlank = true;
  for (const { segment, index, isWordLike } of words.segment(text)) {
    const isBlank = BLANKS.test(segment);
    if (!isBlank && (isAfterBlank || isWordLike === true || PICTURE.test(segment)))
      starts.push(index);
    isAfterBlank = isBlank;
  }
  return starts;
}

/** The end of the words after `fromChars` that are complete, which the last is not until another begins. */
export function completeWordsEnd(text: string, fromChars: number): number {
  return fromChars + (wordStarts(text.slice(fromChars)).at(-1) ?? 0);
}

/** The end of the sentences after `fromChars` that are complete, which the last is not until another begins. */
export function completeSentencesEnd(text: string, fromChars: number): number {
  let last = 0;
  for (const { index } of sentences.segment(text.slice(fromChars))) last = index;
  return fromChars + last;
}

/**
 * The nearest place at or before `chars` that cuts no grapheme, and not before `fromChars`. Seen in the whole text, since a part of it
 * may begin with a joiner or with the second half of a flag.
 */
export function graphemeStart(text: string, fromChars: number, chars: number): number {
  if (chars >= text.length) return text.length;
  return Math.max(fromChars, graphemes.segment(text).containing(chars)?.index ?? chars);
}

/** Where half of a surrogate pair stands alone after `fromChars`: such text has no UTF-8, and its other half may still come. */
export function loneSurrogateAt(text: string, fromChars: number): number | null {
  const index = text.slice(fromChars).search(LONE_SURROGATE);
  return index === -1 ? null : fromChars + index;
}
