import type { JsonObject, JsonValue } from "../../../src/core/json";
import type { MediaSource, Message, Part } from "../../../src/core/message";
import type {
  ResponseFormat,
  ToolChoice,
  ToolDefinition,
  TurnRequest,
} from "../../../src/core/turn";
import type { WireBody } from "../codec.conformance";

/** Writes a neutral request as a client of Responses would: the opposite of the decoder under test. */
export function encodeRequest(
  request: TurnRequest,
  { model, isStream }: { model: string; isStream: boolean },
): WireBody {
  const { text, ...parameters } = request.parameters;
  return {
    body: {
      ...request.unknownFields,
      ...parameters,
      model,
      input: request.messages.flatMap(encodeMessage),
      ...(isStream ? { stream: true } : {}),
      ...(request.tools.length === 0 ? {} : { tools: request.tools.map(encodeTool) }),
      tool_choice: encodeToolChoice(request.toolChoice),
      parallel_tool_calls: request.allowsParallelToolCalls,
      text: { format: encodeFormat(request.responseFormat), ...(text as JsonObject | undefined) },
    },
  };
}

function encodeMessage(message: Message): JsonObject[] {
  const result = message.parts.find((part) => part.type === "tool-result");
  if (result !== undefined) {
    return [
      {
        type: "function_call_output",
        call_id: result.toolCallId,
        output: encodeContent(result.content, "input_text"),
      },
    ];
  }
  const calls = message.parts.filter((part) => part.type === "tool-call");
  const words = message.parts.filter((part) => part.type !== "tool-call");
  const textType = message.role === "assistant" ? "output_text" : "input_text";
  return [
    ...(words.length === 0 && calls.length > 0
      ? []
      : [{ type: "message", role: message.role, content: encodeContent(words, textType) }]),
    ...calls.map((call) => ({
      type: "function_call",
      call_id: call.toolCallId,
      name: call.toolName,
      arguments: call.input,
    })),
  ];
}

function encodeContent(parts: readonly Part[], textType: string): JsonValue {
  const [only] = parts;
  if (parts.length === 1 && only?.type === "text") return only.text;
  return parts.map((part) => encodePart(part, textType));
}

function encodePart(part: Part, textType: string): JsonObject {
  switch (part.type) {
    case "text":
      return { type: textType, text: part.text };
    case "refusal":
      return { type: "refusal", refusal: part.text };
    case "image":
      return {
        type: "input_image",
        ...(part.source.kind === "file-id"
          ? { file_id: part.source.fileId }
          : { image_url: encodeUrl(part.source) }),
        ...(part.detail === undefined ? {} : { detail: part.detail }),
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
        type: "input_file",
        ...encodeFileSource(part.source),
        ...(part.filename === undefined ? {} : { filename: part.filename }),
      };
    default:
      throw new Error(`No content part: ${part.type}`);
  }
}

function encodeFileSource(source: MediaSource): JsonObject {
  if (source.kind === "file-id") return { file_id: source.fileId };
  return source.kind === "url" ? { file_url: source.url } : { file_data: encodeUrl(source) };
}

function encodeUrl(source: MediaSource): string {
  if (source.kind === "url") return source.url;
  if (source.kind === "data") return `data:${source.mediaType};base64,${source.base64}`;
  throw new Error("A file id has no URL.");
}

function encodeTool({ name, description, inputSchema, strict }: ToolDefinition): JsonObject {
  return {
    type: "function",
    name,
    ...(description === undefined ? {} : { description }),
    ...(inputSchema === undefined ? {} : { parameters: inputSchema }),
    ...(strict === undefined ? {} : { strict }),
  };
}

function encodeToolChoice(choice: ToolChoice): JsonValue {
  return choice.type === "tool" ? { type: "function", name: choice.toolName } : choice.type;
}

function encodeFormat(format: ResponseFormat): JsonObject {
  if (format.type === "text") return { type: "text" };
  if (format.type === "json") return { type: "json_object" };
  return { ...format, type: "json_schema" };
}
