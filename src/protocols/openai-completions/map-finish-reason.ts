import type { FinishReason } from "../../core/turn";

export type WireFinishReason = "stop" | "length" | "content_filter";

export function mapFinishReason(
  finishReason: FinishReason,
  isTextStopped: boolean,
): WireFinishReason {
  switch (finishReason) {
    case "stop":
    case "tool-calls":
      return "stop";
    case "length":
      // What came after a stop sequence was cut off, so it was not the length that ended the text.
      return isTextStopped ? "stop" : "length";
    case "content-filter":
      return "content_filter";
  }
}
