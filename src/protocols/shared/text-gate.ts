import { isHighSurrogate } from "./high-surrogate";

/** Lets text through up to the first stop sequence, piece by piece, with the same result as if it came whole. */
export interface TextGate {
  /** What of the text so far is safe to send: nothing of it can still become part of a stop sequence. */
  push(text: string): string;
  /** The rest, once no more text comes. */
  flush(): string;
  /** Whether a stop sequence was found. */
  isClosed(): boolean;
  /** The one that was found. */
  stopSequence(): string | null;
}

/**
 * The sequence that is complete first wins, as for a model that stops as soon as it has written one; of two that end at the same
 * place, the one that begins first. A high surrogate waits for its other half, because some clients decode each piece by itself.
 */
export function createTextGate(stopSequences: readonly string[]): TextGate {
  let held = "";
  let stopSequence: string | null = null;
  return {
    push(text) {
      if (stopSequence !== null) return "";
      const pending = held + text;
      const found = findStop(pending, stopSequences);
      if (found !== null) {
        stopSequence = found.sequence;
        held = "";
        return pending.slice(0, found.start);
      }
      const safeLength = pending.length - heldLength(pending, stopSequences);
      held = pending.slice(safeLength);
      return pending.slice(0, safeLength);
    },
    flush() {
      const rest = held;
      held = "";
      return rest;
    },
    isClosed: () => stopSequence !== null,
    stopSequence: () => stopSequence,
  };
}

interface FoundStop {
  readonly sequence: string;
  readonly start: number;
}

function findStop(text: string, stopSequences: readonly string[]): FoundStop | null {
  let found: FoundStop | null = null;
  let foundEnd = Infinity;
  for (const sequence of stopSequences) {
    const start = text.indexOf(sequence);
    if (start === -1) continue;
    const end = start + sequence.length;
    if (found === null || end < foundEnd || (end === foundEnd && start < found.start)) {
      found = { sequence, start };
      foundEnd = end;
    }
  }
  return found;
}

/** The length of the longest end of the text that could be the beginning of a stop sequence. */
function heldLength(text: string, stopSequences: readonly string[]): number {
  let longest = isHighSurrogate(text.charCodeAt(text.length - 1)) ? 1 : 0;
  for (const stop of stopSequences) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length -= 1) {
      if (text.endsWith(stop.slice(0, length))) longest = length;
    }
  }
  return longest;
}
