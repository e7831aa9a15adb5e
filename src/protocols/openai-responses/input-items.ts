import { assertNever } from "../../core/assert";
import type { JsonObject } from "../../core/json";
import type { MediaSource, Message, Part, ToolResultPart } from "../../core/message";

/** The items of a kept response's input: what its client sent, and what it continued, in this dialect. */
export function encodeInputItems(messages: readonly Message[], responseId: string): JsonObject[] {
  const items = messages.flatMap((message) => itemsOf(message));
  return items.map((item, index) => ({ id: `item_${responseId}_${index}`, ...item }));
}

function itemsOf(message: Message): readonly JsonObject[] {
  const words: JsonObject[] = [];
  const others: JsonObject[] = [];
  for (const part of message.parts) {
    if (part.type === "thinking") continue;
    if (part.type === "tool-call") {
      others.push({
        type: "function_call",
        status: "completed",
        call_id: part.toolCallId,
        name: part.toolName,
        arguments: part.input,
      });
    } else if (part.type === "tool-result") others.push(encodeResult(part));
    else words.push(encodePart(part, message.role === "assistant"));
  }
  if (words.length === 0 && others.length > 0) return others;
  const item = { type: "message", status: "completed", role: message.role, content: words };
  return [item, ...others];
}

function encodeResult({ toolCallId, content }: ToolResultPart): JsonObject {
  const [only] = content;
  return {
    type: "function_call_output",
    status: "completed",
    call_id: toolCallId,
    output:
      content.length === 1 && only?.type === "text"
        ? only.text
        : content.map((part) => encodePart(part, false)),
  };
}

function encodePart(
  part: Exclude<Part, { type: "thinking" | "tool-call" | "tool-result" }>,
  isAssistant: boolean,
): JsonObject {
  switch (part.type) {
    case "text":
      return isAssistant
        ? { type: "output_text", annotations: [], logprobs: [], text: part.text }
        : { type: "input_text", text: part.text };
    case "refusal":
      return { type: "refusal", refusal: part.text };
    case "image":
      return { type: "input_image", detail: part.detail ?? "auto", ...imageSource(part.source) };
    case "audio": {
      const data = part.source.kind === "data" ? part.source.base64 : "";
      return { type: "input_audio", input_audio: { data, format: part.format ?? "wav" } };
    }
    case "file":
      return {
        type: "input_file",
        ...(part.filename === undefined ? {} : { filename: part.filename }),
        ...fileSource(part.source),
      };
    default:
      return assertNever(part);
  }
}

function imageSource(source: MediaSource): JsonObject {
  return source.kind === "file-id" ? { file_id: source.fileId } : { image_url: urlOf(source) };
}

function fileSource(source: MediaSource): JsonObject {
  if (source.kind === "file-id") return { file_id: source.fileId };
  return source.kind === "url" ? { file_url: source.url } : { file_data: urlOf(source) };
}

function urlOf(source: Exclude<MediaSource, { kind: "file-id" }>): string {
  return source.kind === "url" ? source.url : `data:${source.mediaType};base64,${source.base64}`;
}
