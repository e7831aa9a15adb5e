/** One replacement that turns a text into another: what stood from `startChars` to `endChars` became `inserted`. */
export interface Replacement {
  readonly startChars: number;
  readonly endChars: number;
  readonly inserted: string;
}

/** The smallest replacement that tells two texts apart, with no surrogate pair cut. Lengths are in UTF-16 units. */
export function findReplacement(before: string, after: string): Replacement {
  const shorter = Math.min(before.length, after.length);
  let startChars = 0;
  while (startChars < shorter && before[startChars] === after[startChars]) startChars += 1;
  if (isInsidePair(before, startChars) || isInsidePair(after, startChars)) startChars -= 1;
  let tail = 0;
  while (tail < shorter - startChars && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (isInsidePair(before, before.length - tail) || isInsidePair(after, after.length - tail))
    tail -= 1;
  return {
    startChars,
    endChars: before.length - tail,
    inserted: after.slice(startChars, after.length - tail),
  };
}

function isInsidePair(text: string, chars: number): boolean {
  if (chars <= 0 || chars >= text.length) return false;
  return isHigh(text.charCodeAt(chars - 1)) && isLow(text.charCodeAt(chars));
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
