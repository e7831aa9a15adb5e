import type { ApiError } from "../../core/api-error";
import type { JsonObject } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import type { TurnRequest } from "../../core/turn";
import { estimateInputTokens } from "../../core/usage";
import type { DecodedRequest, DecodeHints } from "../codec";
import { pickFields, withHints } from "../shared/request-fields";
import { decodeStopSequences } from "../shared/stop-sequences";
import { apiErrorOfZodError } from "../shared/zod-issue";
import { decodePrompt } from "./decode-prompt";
import { findRefusedParameter } from "./refused-parameters";
import { toContextOptions } from "./response-options";
import { KNOWN_FIELDS, SHOWN_PARAMETERS, wireRequest } from "./wire";

export function decodeRequest(
  body: JsonObject,
  hints: DecodeHints,
): Result<DecodedRequest, ApiError> {
  const input = withHints(body, hints);
  const parsed = wireRequest.safeParse(input);
  if (!parsed.success) return fail(apiErrorOfZodError(parsed.error, input));
  const wire = parsed.data;
  const refused = findRefusedParameter(wire);
  if (refused !== null) return fail(refused);
  const prompt = decodePrompt(body["prompt"]);
  if (!prompt.ok) return prompt;
  const stopSequences = decodeStopSequences(body["stop"], "stop");
  if (!stopSequences.ok) return stopSequences;

  const request: TurnRequest = {
    messages: [{ role: "user", parts: [{ type: "text", text: prompt.value }] }],
    tools: [],
    toolChoice: { type: "auto" },
    allowsParallelToolCalls: true,
    responseFormat: { type: "text" },
    // `null` is how clients say that a parameter is absent.
    parameters: pickFields(
      body,
      (name, value) => value !== null && SHOWN_PARAMETERS.includes(name),
    ),
    unknownFields: pickFields(body, (name) => !KNOWN_FIELDS.has(name)),
  };
  return succeed({
    model: wire.model,
    request,
    context: {
      model: wire.model,
      isStream: wire.stream === true,
      inputTokens: estimateInputTokens(request),
      options: toContextOptions({
        choiceCount: wire.n ?? 1,
        includesUsage: wire.stream_options?.include_usage === true,
        stopSequences: stopSequences.value,
      }),
    },
  });
}
