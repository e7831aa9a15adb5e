import type { ReplyDelivery } from "../core/reply-delivery";
import type { Reply, ReplyPart } from "../core/turn";

/** The parts of a reply that reach the caller where the connection breaks after so many UTF-16 units of its text. */
export function cutReply({ parts, finishReason }: Reply, chars: number): Reply {
  const kept: ReplyPart[] = [];
  let left = isWithinCharacter(parts, chars) ? chars - 1 : chars;
  for (const part of parts) {
    if (left <= 0) break;
    if (part.type === "text") {
      kept.push({ ...part, text: part.text.slice(0, left) });
      left -= part.text.length;
    } else kept.push(part);
  }
  return { parts: kept, finishReason };
}

/**
 * What a client has of a reply; all of it, where it is not to break off. `draftChars` of it went out while it was written, and cannot be
 * taken back.
 */
export function receivedReply(
  reply: Reply,
  delivery: ReplyDelivery | undefined,
  draftChars: number,
): Reply {
  const cutAfterChars = delivery?.cutAfterChars ?? null;
  return cutAfterChars === null ? reply : cutReply(reply, Math.max(cutAfterChars, draftChars));
}

/** Half of a surrogate pair has no UTF-8, so it is not sent. */
function isWithinCharacter(parts: readonly ReplyPart[], chars: number): boolean {
  const text = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(Math.max(0, chars - 1), chars + 1));
}
