import { hasHistory, instructionOf } from "./request-outline";
import type { TurnRequest } from "../core/turn";

/** Shorter texts are common enough to stand in any prompt. */
const QUOTED_CHARS_MIN = 40;
/** A prompt that is longer than this has its quotation within it, or is no UI's. */
const SEARCHED_CHARS_MAX = 1024 * 1024;

/**
 * PAIR-2, the context: whether a request quotes texts of the session within its instruction. What comes as messages of their own is
 * no quotation, as every chat sends its history; and a text that comes back whole and alone is somebody's repeat.
 */
export function quotesConversation(request: TurnRequest, recentTexts: readonly string[]): boolean {
  if (hasHistory(request.messages)) return false;
  const searched = normalise(instructionOf(request.messages).slice(0, SEARCHED_CHARS_MAX));
  const quotable = recentTexts
    .map((text) => normalise(text.slice(0, SEARCHED_CHARS_MAX)))
    .filter((text) => text.length >= QUOTED_CHARS_MIN);
  if (quotable.includes(searched)) return false;
  // UIs shorten what they quote, from either end.
  return quotable.some(
    (text) =>
      searched.includes(text.slice(0, QUOTED_CHARS_MIN)) ||
      searched.includes(text.slice(-QUOTED_CHARS_MIN)),
  );
}

/** Indentation, line ends and escapes of quotation differ between what was said and what is quoted. */
function normalise(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}
