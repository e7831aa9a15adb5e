import type { JsonObject, JsonValue } from "../../../src/core/json";
import type { MediaSource, Message, Part } from "../../../src/core/message";
import type {
  ResponseFormat,
  ToolChoice,
  ToolDefinition,
  TurnRequest,
} from "../../../src/core/turn";
import type { WireBody } from "../codec.conformance";

/** Writes a neutral request as a client of Chat Completions would: the opposite of the decoder under test. */
export function encodeRequest(
  request: TurnRequest,
  { model, isStream }: { model: string; isStream: boolean },
): WireBody {
  return {
    body: {
      ...request.unknownFields,
      ...request.parameters,
      model,
      messages: request.messages.map(encodeMessage),
      ...(isStream ? { stream: true } : {}),
      ...(request.tools.length === 0 ? {} : { tools: request.tools.map(encodeTool) }),
      tool_choice: encodeToolChoice(request.toolChoice),
      parallel_tool_calls: request.allowsParallelToolCalls,
      response_format: encodeResponseFormat(request.responseFormat),
    },
  };
}

function encodeMessage(message: Message): JsonObject {
  const result = message.parts.find((part) => part.type === "tool-result");
  if (result !== undefined) {
    return {
      role: "tool",
      tool_call_id: result.toolCallId,
      content: result.content.map(encodePart),
      ...(result.toolName === undefined ? {} : { name: result.toolName }),
    };
  }
  const calls = message.parts.filter((part) => part.type === "tool-call");
  const content = message.parts.filter((part) => part.type !== "tool-call");
  return {
    role: message.role,
    ...(message.name === undefined ? {} : { name: message.name }),
    content: encodeContent(content),
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map((call) => ({
            id: call.toolCallId,
            type: "function",
            function: { name: call.toolName, arguments: call.input },
          })),
        }),
  };
}

function encodeContent(parts: readonly Part[]): JsonValue {
  const [only] = parts;
  if (only === undefined) return null;
  return parts.length === 1 && only.type === "text" ? only.text : parts.map(encodePart);
}

function encodePart(part: Part): JsonObject {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "refusal":
      return { type: "refusal", refusal: part.text };
    case "image":
      return {
        type: "image_url",
        image_url: {
          url: encodeUrl(part.source),
          ...(part.detail === undefined ? {} : { detail: part.detail }),
        },
      };
    case "audio":
      return {
        type: "input_audio",
        input_audio: {
          data: part.source.kind === "data" ? part.source.base64 : "",
          format: part.format ?? "",
        },
      };
    case "file":
      return {
        type: "file",
        file: {
          ...(part.source.kind === "file-id"
            ? { file_id: part.source.fileId }
            : { file_data: encodeUrl(part.source) }),
          ...(part.filename === undefined ? {} : { filename: part.filename }),
        },
      };
    default:
      throw new Error(`No content part: ${part.type}`);
  }
}

function encodeUrl(source: MediaSource): string {
  if (source.kind === "url") return source.url;
  if (source.kind === "data") return `data:${source.mediaType};base64,${source.base64}`;
  throw new Error("A file id has no URL.");
}

function encodeTool({ name, description, inputSchema, strict }: ToolDefinition): JsonObject {
  return {
    type: "function",
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      ...(inputSchema === undefined ? {} : { parameters: inputSchema }),
      ...(strict === undefined ? {} : { strict }),
    },
  };
}

function encodeToolChoice(choice: ToolChoice): JsonValue {
  return choice.type === "tool"
    ? { type: "function", function: { name: choice.toolName } }
    : choice.type;
}

function encodeResponseFormat(format: ResponseFormat): JsonObject {
  if (format.type === "text") return { type: "text" };
  if (format.type === "json") return { type: "json_object" };
  const { type: _, ...jsonSchema } = format;
  return { type: "json_schema", json_schema: jsonSchema };
}
