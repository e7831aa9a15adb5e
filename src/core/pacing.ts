import type { Pace } from "./reply-delivery";
import { splitGraphemes, splitWords } from "./segment-text";

export interface PacedPiece {
  /** The pause before it, in whole milliseconds, from the piece before it. */
  readonly delayMs: number;
  readonly text: string;
}

/** A model's token has about four characters of a western language, and about one of Japanese. */
const NARROW_CHARS_PER_TOKEN = 4;
/** A word up to this length goes at once; a longer one, as an address or a key, goes in parts as it does from a model. */
const WORD_CHARS_MAX = 12;
const NARROW = /^[\0-\u02FF]+$/;
/** So much of a text is cut at a time: of a long one, nobody may ever wait for the end. */
const STRETCH_CHARS = 4_096;

export interface PacedText {
  readonly text: string;
  readonly pace: Pace;
  /** True for the first text of an answer, before which the model thinks; any other follows the one before it. */
  readonly isBeginning: boolean;
}

/** Cuts a text into pieces like a model's tokens, with the pauses between them. The pieces joined are the text. */
export function* paceText(
  { text, pace, isBeginning }: PacedText,
  random: () => number,
): Generator<PacedPiece> {
  const { firstTokenDelayMs, tokensPerSecond, jitter } = pace;
  let exactMs = 0;
  let roundedMs = 0;
  let isFirst = isBeginning;
  for (const piece of tokensPerSecond === null ? wholeOf(text) : piecesOf(text)) {
    const pauseMs = tokensPerSecond === null ? 0 : (tokenCount(piece) * 1_000) / tokensPerSecond;
    exactMs += (isFirst ? firstTokenDelayMs : pauseMs) * (1 + jitter * (2 * random() - 1));
    isFirst = false;
    // Rounded from the beginning, so that the roundings of a long text do not add up.
    const delayMs = Math.round(exactMs) - roundedMs;
    roundedMs += delayMs;
    yield { delayMs, text: piece };
  }
}

function wholeOf(text: string): readonly string[] {
  return text === "" ? [] : [text];
}

function* piecesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = stretchEnd(text, start);
    yield* cutIntoPieces(text.slice(start, end));
    start = end;
  }
}

/** Behind a blank, if there is one: words stay whole, and so do characters, of which none ends with a blank. */
function stretchEnd(text: string, start: number): number {
  const end = start + STRETCH_CHARS;
  if (end >= text.length) return text.length;
  const blank = text.lastIndexOf(" ", end - 1);
  if (blank > start) return blank + 1;
  const graphemes = splitGraphemes(text.slice(start, end));
  const last = graphemes.at(-1)?.length ?? 0;
  return last < STRETCH_CHARS ? end - last : end;
}

/** A word goes with the blank before it, as in a model's tokens, and punctuation by itself or with what is left of a blank. */
function cutIntoPieces(text: string): readonly string[] {
  const pieces: string[] = [];
  let blanks = "";
  for (const word of splitWords(text)) {
    if (/^\s+$/u.test(word)) {
      blanks += word;
      continue;
    }
    const [first = "", ...others] = cutWord(word);
    pieces.push(blanks + first, ...others);
    blanks = "";
  }
  return blanks === "" ? pieces : [...pieces, blanks];
}

function cutWord(word: string): readonly string[] {
  if (word.length <= WORD_CHARS_MAX) return [word];
  const graphemes = splitGraphemes(word);
  const pieces: string[] = [];
  for (let index = 0; index < graphemes.length; index += NARROW_CHARS_PER_TOKEN)
    pieces.push(graphemes.slice(index, index + NARROW_CHARS_PER_TOKEN).join(""));
  return pieces;
}

function tokenCount(piece: string): number {
  if (NARROW.test(piece))
    return Math.max(1, Math.ceil(piece.trim().length / NARROW_CHARS_PER_TOKEN));
  return splitGraphemes(piece).length;
}
