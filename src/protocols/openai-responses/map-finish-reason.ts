import type { FinishReason } from "../../core/turn";
import type { IncompleteReason } from "./response-object";

/** Why a response is incomplete; null for one that is complete. Tool calls are told by the items alone. */
export function mapFinishReason(finishReason: FinishReason): IncompleteReason | null {
  switch (finishReason) {
    case "stop":
    case "tool-calls":
      return null;
    case "length":
      return "max_output_tokens";
    case "content-filter":
      return "content_filter";
  }
}
