import type { ApiError } from "../../core/api-error";
import type { JsonObject, JsonValue } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import type { TurnRequest } from "../../core/turn";
import { estimateInputTokens } from "../../core/usage";
import type { DecodedRequest, DecodeHints } from "../codec";
import { invalidType } from "../shared/wire-issue";
import { apiErrorOfZodError } from "../shared/zod-issue";
import { decodeMessages } from "./decode-message";
import { decodeResponseFormat, decodeTools } from "./decode-tools";
import { findCustomTool, findRefusedParameter } from "./refused-parameters";
import { toContextOptions } from "./response-options";
import { KNOWN_FIELDS, SHOWN_PARAMETERS, wireRequest, wireStopSequences } from "./wire";

export function decodeRequest(
  body: JsonObject,
  hints: DecodeHints,
): Result<DecodedRequest, ApiError> {
  const customTool = findCustomTool(body);
  if (customTool !== null) return fail(customTool);
  const input = withHints(body, hints);
  const parsed = wireRequest.safeParse(input);
  if (!parsed.success) return fail(apiErrorOfZodError(parsed.error, input));
  const wire = parsed.data;
  const refused = findRefusedParameter(wire);
  if (refused !== null) return fail(refused);
  const messages = decodeMessages(wire.messages);
  if (!messages.ok) return messages;
  const tools = decodeTools(wire);
  if (!tools.ok) return tools;
  const stopSequences = decodeStopSequences(body["stop"]);
  if (!stopSequences.ok) return stopSequences;

  const request: TurnRequest = {
    messages: messages.value,
    tools: tools.value.tools,
    toolChoice: tools.value.toolChoice,
    // The legacy reply has room for one call.
    allowsParallelToolCalls: !tools.value.isLegacyFunctions && (wire.parallel_tool_calls ?? true),
    responseFormat: decodeResponseFormat(wire.response_format),
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
        isLegacyFunctions: tools.value.isLegacyFunctions,
        echoesServiceTier: typeof wire.service_tier === "string",
      }),
    },
  });
}

/** A gateway may carry the model in the path; the path then wins over the body. */
function withHints(body: JsonObject, hints: DecodeHints): JsonObject {
  return {
    ...body,
    ...(hints.model === undefined ? {} : { model: hints.model }),
    ...(hints.isStream === undefined ? {} : { stream: hints.isStream }),
  };
}

/** An empty sequence would stop every text before its beginning; clients send it for "none". */
function decodeStopSequences(value: JsonValue | undefined): Result<readonly string[], ApiError> {
  if (value === undefined || value === null) return succeed([]);
  if (typeof value !== "string" && !Array.isArray(value)) {
    return fail(invalidType("stop", "one of a string or array of strings", value));
  }
  const list = typeof value === "string" ? [value] : value;
  const parsed = wireStopSequences.safeParse(list);
  if (!parsed.success) return fail(apiErrorOfZodError(parsed.error, list, "stop"));
  return succeed(parsed.data.filter((stop) => stop !== ""));
}

/** Values are kept as they were sent. */
function pickFields(
  body: JsonObject,
  isPicked: (name: string, value: JsonValue) => boolean,
): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => isPicked(name, value)));
}
