import type { ReplyEvent } from "../../core/turn";

/** What of a reply comes after the text that its client has already; null where the reply does not begin with that. */
export function restOfReply(
  events: readonly ReplyEvent[],
  writtenText: string,
): readonly ReplyEvent[] | null {
  let known = writtenText;
  for (const [index, event] of events.entries()) {
    if (known === "") return events.slice(index);
    if (event.type !== "text-delta") return null;
    const { text } = event;
    const shared = Math.min(text.length, known.length);
    if (text.slice(0, shared) !== known.slice(0, shared)) return null;
    known = known.slice(shared);
    if (shared < text.length)
      return [{ type: "text-delta", text: text.slice(shared) }, ...events.slice(index + 1)];
  }
  return known === "" ? [] : null;
}
