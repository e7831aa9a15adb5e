import { invalidRequest, type ApiError } from "../../core/api-error";
import { isGiven } from "../shared/is-given";
import { invalidValue, unsupportedParameter } from "../shared/wire-issue";
import type { WireRequest } from "./wire";

/** What a request cannot get from a person. The first such parameter is named. */
export function findRefusedParameter(body: WireRequest): ApiError | null {
  if (isGiven(body.thread)) {
    // By this code the vendor's tool runner knows that it has to send whole histories.
    return invalidRequest(
      "thread_unsupported_request",
      "Unsupported parameter: 'thread'. Conversations are not kept for the client; send all messages with each request.",
      "thread",
    );
  }
  if (isGiven(body.compaction))
    return unsupportedParameter("compaction", "Conversations are not summarised here.");
  if (isGiven(body.output_format) && isGiven(body.output_config?.format)) {
    return invalidValue(
      "output_format",
      "'output_format' and 'output_config.format' cannot be given together; use the latter.",
    );
  }
  return null;
}
