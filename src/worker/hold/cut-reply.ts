import type { ReplyEvent } from "../../core/turn";

/** The nearest place at or before so many UTF-16 units of a reply's text that is within no character. */
export function cutPlace(events: readonly ReplyEvent[], charsMax: number): number {
  const text = events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
  const around = text.slice(Math.max(0, charsMax - 1), charsMax + 1);
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(around) ? charsMax - 1 : charsMax;
}

/**
 * What comes before the place where a reply is cut: all but its end, where it has less text than that. `charsMax` is such a place, and
 * it counts from the text that was written before these events.
 */
export function cutReply(events: readonly ReplyEvent[], charsMax: number): readonly ReplyEvent[] {
  const kept: ReplyEvent[] = [];
  let roomChars = charsMax;
  for (const event of events) {
    if (roomChars <= 0 || event.type === "finish") return kept;
    if (event.type !== "text-delta") {
      kept.push(event);
      continue;
    }
    kept.push({ type: "text-delta", text: event.text.slice(0, roomChars) });
    roomChars -= event.text.length;
  }
  return kept;
}

/** What two texts begin with, which is never all of the first. */
export function sharedBeginning(whole: string, other: string): string {
  let end = 0;
  while (end < whole.length - 1 && whole.charCodeAt(end) === other.charCodeAt(end)) end += 1;
  return whole.slice(0, end);
}

/** An event that breaks off in the middle of its data, in a line that is whole: every client reads it, and none can. */
export function brokenEvent(event: string): string {
  const text = event.trimEnd();
  const lastLine = text.slice(text.lastIndexOf("\n") + 1);
  const missingChars = Math.floor(lastLine.length / 2);
  return text.slice(0, text.length - missingChars) + event.slice(text.length);
}
