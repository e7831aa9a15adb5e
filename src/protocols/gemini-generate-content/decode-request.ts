import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import type { TurnRequest } from "../../core/turn";
import { estimateInputTokens } from "../../core/usage";
import type { DecodedRequest, DecodeHints } from "../codec";
import { pickFields } from "../shared/request-fields";
import { decodeStopSequences } from "../shared/stop-sequences";
import { apiErrorOfZodError } from "../shared/zod-issue";
import { camelKeys, camelName } from "./camel-keys";
import { decodeContents, decodeSystemInstruction } from "./decode-contents";
import { decodeFormat } from "./decode-format";
import { decodeTools } from "./decode-tools";
import { findRefusedParameter } from "./refused-parameters";
import { toContextOptions } from "./response-options";
import {
  KNOWN_CONFIG,
  KNOWN_FIELDS,
  normaliseBody,
  SHOWN_CONFIG,
  SHOWN_FIELDS,
  wireRequest,
} from "./wire";

export function decodeRequest(
  wireBody: JsonObject,
  hints: DecodeHints,
): Result<DecodedRequest, ApiError> {
  const body = unwrapCounted(wireBody, hints);
  // The model is in the path; a body names it again at most.
  const named = hints.model === undefined ? {} : { model: hints.model };
  const input: JsonObject = { ...normaliseBody(body), ...named };
  const parsed = wireRequest.safeParse(input);
  if (!parsed.success) return fail(apiErrorOfZodError(parsed.error, input));
  const wire = parsed.data;
  const refused = findRefusedParameter(wire);
  if (refused !== null) return fail(refused);
  const instruction = decodeSystemInstruction(input["systemInstruction"]);
  if (!instruction.ok) return instruction;
  const contents = decodeContents(input["contents"]);
  if (!contents.ok) return contents;
  const tools = decodeTools(wire);
  if (!tools.ok) return tools;
  const format = decodeFormat(wire.generationConfig ?? {});
  if (!format.ok) return format;
  const config = objectAt(input, "generationConfig");
  const stopSequences = decodeStopSequences(
    config["stopSequences"],
    "generationConfig.stopSequences",
  );
  if (!stopSequences.ok) return stopSequences;

  const request: TurnRequest = {
    messages: [...instruction.value, ...contents.value],
    tools: tools.value.tools,
    toolChoice: tools.value.toolChoice,
    allowsParallelToolCalls: true,
    responseFormat: format.value.responseFormat,
    parameters: {
      ...pickFields(config, (name) => SHOWN_CONFIG.includes(name)),
      ...format.value.shown,
      ...pickFields(input, (name) => SHOWN_FIELDS.includes(name)),
      ...pickFields(objectAt(input, "toolConfig"), (name) => name !== "functionCallingConfig"),
      ...(tools.value.hostedTools.length === 0 ? {} : { tools: tools.value.hostedTools }),
    },
    unknownFields: unknownFieldsOf(body),
  };
  return succeed({
    model: wire.model,
    request,
    context: {
      model: wire.model,
      isStream: hints.isStream === true,
      inputTokens: estimateInputTokens(request),
      options: toContextOptions({
        candidateCount: wire.generationConfig?.candidateCount ?? 1,
        stopSequences: stopSequences.value,
        framing: hints.framing ?? "sse",
      }),
    },
  });
}

/** `countTokens` takes the contents alone, or a whole request in a field of its own. */
function unwrapCounted(body: JsonObject, hints: DecodeHints): JsonObject {
  if (hints.operation !== "count-tokens") return body;
  const wrapped = camelKeys(body)["generateContentRequest"];
  return isJsonObject(wrapped) ? wrapped : body;
}

/** Values as they were sent, under the names that they were sent with. */
function unknownFieldsOf(body: JsonObject): JsonObject {
  const config = body["generationConfig"] ?? body["generation_config"];
  const ofConfig = isJsonObject(config)
    ? pickFields(config, (name) => !KNOWN_CONFIG.has(camelName(name)))
    : {};
  return {
    ...pickFields(body, (name) => !KNOWN_FIELDS.has(camelName(name))),
    ...Object.fromEntries(
      Object.entries(ofConfig).map(([name, value]) => [`generationConfig.${name}`, value]),
    ),
  };
}

function objectAt(from: JsonObject, name: string): JsonObject {
  const value = from[name];
  return isJsonObject(value) ? value : {};
}
