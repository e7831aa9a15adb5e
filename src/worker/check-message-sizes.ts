import type { ApiError } from "../core/api-error";
import { LIMITS } from "../core/limits";
import type { Message } from "../core/message";

/** PAIR-19: null if every message fits into a session. A body that is no larger than one message may be has none that is. */
export function checkMessageSizes(
  bodyBytes: number,
  messages: readonly Message[],
  bytesMax: number = LIMITS.messageBytesMax,
): ApiError | null {
  if (bodyBytes <= bytesMax) return null;
  const encoder = new TextEncoder();
  const index = messages.findIndex(
    (message) => encoder.encode(JSON.stringify(message)).byteLength > bytesMax,
  );
  if (index < 0) return null;
  return {
    kind: "too-large",
    status: 413,
    code: "message_too_large",
    message: `One message may have ${bytesMax} bytes.`,
    param: `messages[${index}]`,
  };
}
