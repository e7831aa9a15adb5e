import type { ApiError } from "../../core/api-error";
import type { JsonObject } from "../../core/json";
import { fail, type Result } from "../../core/result";
import type { ToolDefinition } from "../../core/turn";
import type { DecodedRequest, DecodeHints } from "../codec";
import { decodeOllamaRequest } from "../shared/ollama-request";
import { withHints } from "../shared/request-fields";
import { apiErrorOfZodError } from "../shared/zod-issue";
import { decodeMessages } from "./decode-message";
import { KNOWN_FIELDS, SHOWN_PARAMETERS, wireRequest, type WireTool } from "./wire";

export function decodeRequest(
  body: JsonObject,
  hints: DecodeHints,
): Result<DecodedRequest, ApiError> {
  const input = withHints(body, hints);
  const parsed = wireRequest.safeParse(input);
  if (!parsed.success) return fail(apiErrorOfZodError(parsed.error, input));
  const wire = parsed.data;
  const messages = decodeMessages(wire.messages ?? []);
  if (!messages.ok) return messages;
  return decodeOllamaRequest({
    body,
    wire,
    conversation: { messages: messages.value, tools: (wire.tools ?? []).map(toolOf) },
    isEmpty: messages.value.length === 0,
    shownParameters: SHOWN_PARAMETERS,
    knownFields: KNOWN_FIELDS,
  });
}

function toolOf({ function: { name, description, parameters } }: WireTool): ToolDefinition {
  return {
    name,
    ...(typeof description === "string" ? { description } : {}),
    ...(parameters === undefined || parameters === null ? {} : { inputSchema: parameters }),
  };
}
