import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import type { ResponseFormat, TurnRequest } from "../../core/turn";
import { estimateInputTokens } from "../../core/usage";
import type { DecodedRequest, DecodeHints } from "../codec";
import { pickFields, withHints } from "../shared/request-fields";
import { decodeStopSequences } from "../shared/stop-sequences";
import { missingParameter, unsupportedValue } from "../shared/wire-issue";
import { apiErrorOfZodError } from "../shared/zod-issue";
import { threadIdOf } from "./client-thread";
import { decodeMessages } from "./decode-message";
import { decodeSystem, type DecodedSystem } from "./decode-system";
import { decodeTools, type DecodedTools } from "./decode-tools";
import { findRefusedParameter } from "./refused-parameters";
import { toContextOptions } from "./response-options";
import { KNOWN_FIELDS, SHOWN_PARAMETERS, wireRequest, type WireRequest } from "./wire";

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
  const faultyLimit = hints.operation === "count-tokens" ? null : findFaultyLimit(wire);
  if (faultyLimit !== null) return fail(faultyLimit);
  const system = decodeSystem(wire.system);
  if (!system.ok) return system;
  const messages = decodeMessages(wire.messages);
  if (!messages.ok) return messages;
  const tools = decodeTools(wire.tools ?? [], wire.tool_choice);
  if (!tools.ok) return tools;
  const stopSequences = decodeStopSequences(body["stop_sequences"], "stop_sequences");
  if (!stopSequences.ok) return stopSequences;

  const responseFormat = decodeResponseFormat(wire);
  const request: TurnRequest = {
    messages: [...system.value.messages, ...messages.value],
    tools: tools.value.tools,
    toolChoice: tools.value.toolChoice,
    allowsParallelToolCalls: tools.value.allowsParallelToolCalls,
    responseFormat,
    parameters: shownParameters(body, wire, tools.value, system.value),
    unknownFields: pickFields(body, (name) => !KNOWN_FIELDS.has(name)),
  };
  const threadId = threadIdOf(wire.metadata?.user_id);
  return succeed({
    model: wire.model,
    request,
    context: {
      model: wire.model,
      isStream: wire.stream === true,
      inputTokens: estimateInputTokens(request),
      options: toContextOptions({
        stopSequences: stopSequences.value,
        isBeta: hints.isBeta === true,
        bearsNoEmptyText: responseFormat.type === "json-schema" && request.tools.length > 0,
      }),
    },
    ...(wire.max_tokens === 0 ? { wantsNoTurn: true as const } : {}),
    ...(threadId === undefined ? {} : { threadId }),
  });
}

/** With a limit of 0 the vendor fills its cache and answers nothing, which has no form as a stream. */
function findFaultyLimit({ max_tokens, stream }: WireRequest): ApiError | null {
  if (typeof max_tokens !== "number") return missingParameter("max_tokens");
  return max_tokens === 0 && stream === true
    ? unsupportedValue("max_tokens", "0 asks for no reply, which cannot be streamed.")
    : null;
}

/** `output_format` is what `output_config.format` was called in a beta. */
function decodeResponseFormat({ output_config, output_format }: WireRequest): ResponseFormat {
  const format = output_config?.format ?? output_format;
  if (format === undefined || format === null) return { type: "text" };
  // The vendor's formats have no name.
  return { type: "json-schema", name: "output", schema: format.schema };
}

/** As they were sent, and then what would be shown twice, or what holds the credentials of other servers. */
function shownParameters(
  body: JsonObject,
  { mcp_servers }: WireRequest,
  { hostedTools }: DecodedTools,
  { billingHeader }: DecodedSystem,
): JsonObject {
  // `null` is how clients say that a parameter is absent.
  const shown = pickFields(
    body,
    (name, value) => value !== null && SHOWN_PARAMETERS.includes(name),
  );
  const config = isJsonObject(body["output_config"]) ? body["output_config"] : {};
  const output = pickFields(config, (name, value) => value !== null && name !== "format");
  const servers = (mcp_servers ?? []).map(({ name }) => name);
  return {
    ...shown,
    ...(Object.keys(output).length === 0 ? {} : { output_config: output }),
    ...(hostedTools.length === 0 ? {} : { hosted_tools: hostedTools }),
    ...(servers.length === 0 ? {} : { mcp_servers: servers }),
    ...(billingHeader === null ? {} : { "x-anthropic-billing-header": billingHeader }),
  };
}
