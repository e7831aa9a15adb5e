import { invalidRequest, type ApiError } from "../../core/api-error";
import type { JsonObject } from "../../core/json";
import type { Message } from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import type { TurnRequest } from "../../core/turn";
import { estimateInputTokens } from "../../core/usage";
import type { DecodedRequest, DecodeHints } from "../codec";
import { pickFields, withHints } from "../shared/request-fields";
import { apiErrorOfZodError } from "../shared/zod-issue";
import { CALL_FORMS, encodeCallForms, type CallForms } from "./call-forms";
import { decodeInput, type DecodedInput } from "./decode-input";
import { decodeFormat, decodeTools } from "./decode-tools";
import { pickEchoedFields } from "./echoed-fields";
import { findRefusedParameter } from "./refused-parameters";
import { KNOWN_FIELDS, SHOWN_PARAMETERS, wireRequest, type WireRequest } from "./wire";

const NO_INPUT: DecodedInput = { messages: [], referencedItemIds: [], additionalTools: [] };

export function decodeRequest(
  body: JsonObject,
  hints: DecodeHints,
): Result<DecodedRequest, ApiError> {
  const given = withHints(body, hints);
  const parsed = wireRequest.safeParse(given);
  if (!parsed.success) return fail(apiErrorOfZodError(parsed.error, given));
  const wire = parsed.data;
  const refused = findRefusedParameter(wire);
  if (refused !== null) return fail(refused);
  const input = decodeAnyInput(wire);
  if (!input.ok) return input;
  const sentTools = (wire.tools ?? []).map((tool, index) => ({ tool, path: `tools[${index}]` }));
  const tools = decodeTools([...sentTools, ...input.value.additionalTools], wire.tool_choice);
  if (!tools.ok) return tools;

  const instructions = decodeInstructions(wire.instructions);
  const request: TurnRequest = {
    messages: [...instructions, ...input.value.messages],
    tools: tools.value.tools,
    toolChoice: tools.value.toolChoice,
    allowsParallelToolCalls: wire.parallel_tool_calls ?? true,
    responseFormat: decodeFormat(wire.text?.format),
    parameters: shownParameters(body, wire, tools.value.uncallable),
    unknownFields: pickFields(body, (name) => !KNOWN_FIELDS.has(name)),
  };
  const previousId = wire.previous_response_id ?? null;
  return succeed({
    model: wire.model,
    request,
    context: {
      model: wire.model,
      isStream: wire.stream === true,
      inputTokens: estimateInputTokens(request),
      options: optionsOf(body, tools.value.callForms),
      ...(previousId === null ? {} : { previousResponseId: previousId }),
    },
    keeping: {
      isKept: wire.store ?? true,
      instructionCount: instructions.length,
      referencedItemIds: input.value.referencedItemIds,
    },
  });
}

function optionsOf(body: JsonObject, callForms: CallForms): JsonObject {
  const echoed = pickEchoedFields(body);
  return callForms.size === 0 ? echoed : { ...echoed, [CALL_FORMS]: encodeCallForms(callForms) };
}

/** A response may be continued without a further word. */
function decodeAnyInput(wire: WireRequest): Result<DecodedInput, ApiError> {
  if (wire.input !== undefined && wire.input !== null) return decodeInput(wire.input);
  if ((wire.previous_response_id ?? null) !== null) return succeed(NO_INPUT);
  const message =
    "Missing required parameter: 'input'. It may be left out only with 'previous_response_id'.";
  return fail(invalidRequest("missing_required_parameter", message, "input"));
}

/** They hold for this response alone, and come before the conversation. */
function decodeInstructions(instructions: string | null | undefined): readonly Message[] {
  if (instructions === undefined || instructions === null) return [];
  return [{ role: "system", parts: [{ type: "text", text: instructions }] }];
}

function shownParameters(
  body: JsonObject,
  wire: WireRequest,
  uncallable: readonly JsonObject[],
): JsonObject {
  const verbosity = wire.text?.verbosity ?? null;
  return {
    // `null` is how clients say that a parameter is absent.
    ...pickFields(body, (name, value) => value !== null && SHOWN_PARAMETERS.includes(name)),
    ...(verbosity === null ? {} : { text: { verbosity } }),
    ...(uncallable.length === 0 ? {} : { tools_not_callable: uncallable }),
  };
}
