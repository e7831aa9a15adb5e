import type { ApiError } from "../../core/api-error";
import { unsupportedParameter } from "../shared/wire-issue";
import type { WireRequest } from "./wire";

/** What a person cannot fill, or what cannot be kept. The first such parameter is named. */
export function findRefusedParameter(wire: WireRequest): ApiError | null {
  // Zero asks for them too: those of the tokens that were chosen.
  if (wire.logprobs !== undefined && wire.logprobs !== null) {
    return unsupportedParameter("logprobs", "The text of this model has no token probabilities.");
  }
  // A request may be held for hours, and what is kept of it meanwhile is small.
  if (wire.echo === true) {
    return unsupportedParameter(
      "echo",
      "The prompt is not kept while a person thinks; put it before the text that comes back.",
    );
  }
  if (wire.stream_options !== undefined && wire.stream_options !== null && wire.stream !== true) {
    return unsupportedParameter("stream_options", "It is only allowed when 'stream' is true.");
  }
  if ((wire.best_of ?? Infinity) < (wire.n ?? 1)) {
    return unsupportedParameter("best_of", "It must not be less than 'n'.");
  }
  return null;
}
