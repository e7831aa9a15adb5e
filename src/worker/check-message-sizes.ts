import type { ApiError } from "../core/api-error";
import { bytesOfJson } from "../core/json-bytes";
import { LIMITS } from "../core/limits";
import type { Message } from "../core/message";

/** PAIR-19: null if every message fits into a session. A body that is no larger than one message may be has none that is. */
export function checkMessageSizes(
  bodyBytes: number,
  messages: readonly Message[],
  conversationField: string,
  bytesMax: number = LIMITS.messageBytesMax,
): ApiError | null {
  if (bodyBytes <= bytesMax) return null;
  const index = messages.findIndex((message) => bytesOfJson(message) > bytesMax);
  const message = messages[index];
  if (message === undefined) return null;
  const isInstruction = message.role === "system" || message.role === "developer";
  return {
    kind: "too-large",
    status: 413,
    code: "message_too_large",
    // In some dialects, a message's place among all is not its place in the body.
    message: `Message ${index + 1} of ${messages.length}, of the role '${message.role}', is too large: one may have ${bytesMax} bytes.`,
    param: isInstruction ? null : conversationField,
  };
}
