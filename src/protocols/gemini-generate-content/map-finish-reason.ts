import type { FinishReason } from "../../core/turn";

export type WireFinishReason = "STOP" | "MAX_TOKENS" | "SAFETY";

/** Google ends a reply with function calls as any other; clients look at its parts. */
export function mapFinishReason(
  finishReason: FinishReason,
  isTextStopped: boolean,
): WireFinishReason {
  switch (finishReason) {
    case "stop":
    case "tool-calls":
      return "STOP";
    case "length":
      // What came after a stop sequence was cut off, so it was not the length that ended the text.
      return isTextStopped ? "STOP" : "MAX_TOKENS";
    case "content-filter":
      return "SAFETY";
  }
}
