import type { JsonObject, JsonValue } from "../../../src/core/json";
import type { ImagePart, Message, Part } from "../../../src/core/message";
import type { ToolDefinition, TurnRequest } from "../../../src/core/turn";
import type { WireBody } from "../codec.conformance";
import { encodeOllamaImage } from "../ollama-images";
import { encodeSharedFields } from "../ollama-requests";

/** Writes a neutral request as a client of Ollama would: the opposite of the decoder under test. */
export function encodeRequest(
  request: TurnRequest,
  target: { model: string; isStream: boolean },
): WireBody {
  return {
    body: {
      ...encodeSharedFields(request, target),
      messages: request.messages.map(encodeMessage),
      ...(request.tools.length === 0 ? {} : { tools: request.tools.map(encodeTool) }),
    },
  };
}

function encodeMessage({ role, parts }: Message): JsonObject {
  const result = parts.find((part) => part.type === "tool-result");
  if (result !== undefined) {
    return {
      role,
      ...encodeContent(result.content),
      tool_call_id: result.toolCallId,
      ...(result.toolName === undefined ? {} : { tool_name: result.toolName }),
    };
  }
  const thinking = parts.flatMap((part) => (part.type === "thinking" ? [part.text] : []));
  const calls = parts.flatMap((part): JsonValue[] =>
    part.type === "tool-call"
      ? [
          {
            id: part.toolCallId,
            function: { name: part.toolName, arguments: JSON.parse(part.input) as JsonObject },
          },
        ]
      : [],
  );
  return {
    role,
    ...encodeContent(parts),
    ...(thinking.length === 0 ? {} : { thinking: thinking.join("") }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function encodeContent(parts: readonly Part[]): JsonObject {
  const images = parts.filter((part): part is ImagePart => part.type === "image");
  return {
    content: parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
    ...(images.length === 0 ? {} : { images: images.map(encodeOllamaImage) }),
  };
}

function encodeTool({ name, description, inputSchema }: ToolDefinition): JsonObject {
  return {
    type: "function",
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      ...(inputSchema === undefined ? {} : { parameters: inputSchema }),
    },
  };
}
