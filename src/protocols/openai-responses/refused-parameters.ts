import type { ApiError } from "../../core/api-error";
import { isGiven } from "../shared/is-given";
import { invalidChoice, unsupportedParameter, unsupportedValue } from "../shared/wire-issue";
import type { WireRequest } from "./wire";

/** What a response can be asked to include. There is none of it here, so there is nothing to leave out either. */
const INCLUDABLE = [
  "file_search_call.results",
  "web_search_call.results",
  "web_search_call.action.sources",
  "message.input_image.image_url",
  "computer_call_output.output.image_url",
  "code_interpreter_call.outputs",
  "reasoning.encrypted_content",
];
const LOGPROBS = "message.output_text.logprobs";
const NO_LOGPROBS = "The text of this model has no token probabilities.";

/** What a person cannot give, or what is kept by the vendor alone. The first such parameter is named. */
export function findRefusedParameter(body: WireRequest): ApiError | null {
  if (body.background === true) {
    return unsupportedParameter(
      "background",
      "A request waits for its answer here; stream it, and it is kept alive for as long as that takes.",
    );
  }
  if (isGiven(body.conversation)) {
    return unsupportedParameter(
      "conversation",
      "There are no conversation objects here; use 'previous_response_id', or send the whole input.",
    );
  }
  if (isGiven(body.prompt)) {
    return unsupportedParameter(
      "prompt",
      "There are no prompt templates here; send their text as 'instructions' and 'input'.",
    );
  }
  if (isGiven(body.moderation))
    return unsupportedParameter("moderation", "Requests and replies are not moderated.");
  if ((body.top_logprobs ?? 0) !== 0) return unsupportedParameter("top_logprobs", NO_LOGPROBS);
  if (isGiven(body.stream_options) && body.stream !== true)
    return unsupportedParameter("stream_options", "It is only allowed when 'stream' is true.");
  return findRefusedInclude(body.include ?? []);
}

function findRefusedInclude(include: readonly string[]): ApiError | null {
  for (const [index, value] of include.entries()) {
    const param = `include[${index}]`;
    if (value === LOGPROBS) return unsupportedValue(param, `'${LOGPROBS}'. ${NO_LOGPROBS}`);
    if (!INCLUDABLE.includes(value)) return invalidChoice(param, INCLUDABLE, value);
  }
  return null;
}
