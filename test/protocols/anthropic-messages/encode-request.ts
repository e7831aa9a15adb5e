import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/core/json";
import type { MediaSource, Message, Part } from "../../../src/core/message";
import type { ToolDefinition, TurnRequest } from "../../../src/core/turn";
import type { WireBody } from "../codec.conformance";

/** Writes a neutral request as a client of the Messages API would: the opposite of the decoder under test. */
export function encodeRequest(
  request: TurnRequest,
  { model, isStream }: { model: string; isStream: boolean },
): WireBody {
  // At least one message has to remain.
  const spokenFrom = request.messages.findIndex(
    ({ role, parts }, index) =>
      role !== "system" || parts.length !== 1 || index === request.messages.length - 1,
  );
  const instructions = request.messages.slice(0, spokenFrom);
  const messages = request.messages.slice(spokenFrom);
  const { responseFormat, parameters } = request;
  const { output_config: config, ...otherParameters } = parameters;
  return {
    body: {
      max_tokens: 1_024,
      ...request.unknownFields,
      ...otherParameters,
      model,
      ...(spokenFrom === 0
        ? {}
        : { system: instructions.flatMap(({ parts }) => parts.map(encodePart)) }),
      messages: messages.map(encodeMessage),
      ...(isStream ? { stream: true } : {}),
      ...(request.tools.length === 0 ? {} : { tools: request.tools.map(encodeTool) }),
      tool_choice: encodeToolChoice(request),
      output_config: {
        ...(isJsonObject(config) ? config : {}),
        format:
          responseFormat.type === "json-schema"
            ? { type: "json_schema", schema: responseFormat.schema ?? {} }
            : null,
      },
    },
  };
}

function encodeMessage({ role, parts }: Message): JsonObject {
  const [only] = parts;
  const content: JsonValue =
    parts.length === 1 && only?.type === "text" ? only.text : parts.map(encodePart);
  return { role: role === "tool" ? "user" : role, content };
}

function encodePart(part: Part): JsonObject {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "thinking":
      return part.text === ""
        ? { type: "redacted_thinking", data: "c2VjcmV0" }
        : { type: "thinking", thinking: part.text, signature: "c2ln" };
    case "image":
      return { type: "image", source: encodeSource(part.source) };
    case "file":
      return {
        type: "document",
        source: encodeSource(part.source),
        ...(part.filename === undefined ? {} : { title: part.filename }),
      };
    case "tool-call":
      return {
        type: "tool_use",
        id: part.toolCallId,
        name: part.toolName,
        input: JSON.parse(part.input) as JsonValue,
      };
    case "tool-result":
      return {
        type: "tool_result",
        tool_use_id: part.toolCallId,
        content: part.content.map(encodePart),
        ...(part.isError === undefined ? {} : { is_error: part.isError }),
      };
    default:
      throw new Error(`No block: ${part.type}`);
  }
}

function encodeSource(source: MediaSource): JsonObject {
  switch (source.kind) {
    case "url":
      return { type: "url", url: source.url };
    case "data":
      return { type: "base64", media_type: source.mediaType, data: source.base64 };
    case "file-id":
      return { type: "file", file_id: source.fileId };
  }
}

function encodeTool({ name, description, inputSchema, strict }: ToolDefinition): JsonObject {
  return {
    name,
    input_schema: inputSchema ?? {},
    ...(description === undefined ? {} : { description }),
    ...(strict === undefined ? {} : { strict }),
  };
}

function encodeToolChoice({ toolChoice, allowsParallelToolCalls }: TurnRequest): JsonObject {
  const parallel = allowsParallelToolCalls ? {} : { disable_parallel_tool_use: true };
  if (toolChoice.type === "none") return { type: "none" };
  if (toolChoice.type === "tool") return { type: "tool", name: toolChoice.toolName, ...parallel };
  return { type: toolChoice.type === "required" ? "any" : "auto", ...parallel };
}
