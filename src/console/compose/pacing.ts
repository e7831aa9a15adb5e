import { splitGraphemes, splitWords } from "./boundaries";

export interface PacingSettings {
  /** The pause before the first piece. It is zero for all but the first text of an answer. */
  readonly firstTokenDelayMs: number;
  /** Null where text goes as soon as it is there. */
  readonly tokensPerSecond: number | null;
  /** From 0, where every pause is as computed, to 1, where it is anything from nothing to twice as long. */
  readonly jitter: number;
}

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

/** Cuts a text into pieces like a model's tokens, with the pauses between them. The pieces joined are the text. */
export function paceText(
  text: string,
  { firstTokenDelayMs, tokensPerSecond, jitter }: PacingSettings,
  random: () => number,
): readonly PacedPiece[] {
  const vary = (delayMs: number): number =>
    Math.max(0, delayMs * (1 + jitter * (2 * random() - 1)));
  const pieces = tokensPerSecond === null ? (text === "" ? [] : [text]) : cutIntoPieces(text);
  let exactMs = 0;
  let roundedMs = 0;
  return pieces.map((piece, index) => {
    const pauseMs = (tokenCount(piece) * 1000) / (tokensPerSecond ?? 1);
    exactMs += vary(index === 0 ? firstTokenDelayMs : pauseMs);
    // Rounded from the beginning, so that the roundings of a long text do not add up.
    const delayMs = Math.round(exactMs) - roundedMs;
    roundedMs += delayMs;
    return { delayMs, text: piece };
  });
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
