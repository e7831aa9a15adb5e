import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import type { ImagePart, Message, TextPart, ThinkingPart, ToolCallPart } from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import { CallIds } from "../shared/call-ids";
import { decodeOllamaImages } from "../shared/ollama-image";
import { readObject, readOptionalString, readString } from "../shared/read-field";
import { invalidChoice, invalidType } from "../shared/wire-issue";

/** Of the ids of calls that came without one. */
const CALL_ID_PREFIX = "ollama";

const ROLES = ["system", "user", "assistant", "tool", "developer"] as const;

/** One pass that validates and translates: a program sends its whole history with every request. */
export function decodeMessages(items: readonly unknown[]): Result<readonly Message[], ApiError> {
  const callIds = new CallIds(CALL_ID_PREFIX);
  const messages: Message[] = [];
  for (const [index, item] of items.entries()) {
    const message = decodeMessage(item as JsonValue, `messages[${index}]`, callIds);
    if (!message.ok) return message;
    messages.push(message.value);
  }
  return succeed(messages);
}

function decodeMessage(item: JsonValue, path: string, callIds: CallIds): Result<Message, ApiError> {
  if (!isJsonObject(item)) return fail(invalidType(path, "an object", item));
  const wireRole = readString(item, "role", path);
  if (!wireRole.ok) return wireRole;
  // Ollama reads roles in any case.
  const role = ROLES.find((name) => name === wireRole.value.toLowerCase());
  if (role === undefined) return fail(invalidChoice(`${path}.role`, ROLES, wireRole.value));
  const content = decodeContent(item, path);
  if (!content.ok) return content;
  if (role !== "assistant") callIds.startRound();
  if (role === "tool") return decodeToolResult(item, path, content.value, callIds);
  const thinking = decodeThinking(item, path);
  if (!thinking.ok) return thinking;
  const calls = decodeToolCalls(item["tool_calls"], `${path}.tool_calls`, callIds);
  if (!calls.ok) return calls;
  return succeed({ role, parts: [...thinking.value, ...content.value, ...calls.value] });
}

type Content = readonly (TextPart | ImagePart)[];

/** Beside images or tool calls, an empty text is how Ollama says that there is none. */
function decodeContent(item: JsonObject, path: string): Result<Content, ApiError> {
  const text = readOptionalString(item, "content", path);
  if (!text.ok) return text;
  const images = decodeOllamaImages(item["images"], `${path}.images`);
  if (!images.ok) return images;
  const isText = text.value !== undefined && text.value !== "";
  return succeed([
    ...(isText ? [{ type: "text" as const, text: text.value }] : []),
    ...images.value,
  ]);
}

function decodeThinking(item: JsonObject, path: string): Result<readonly ThinkingPart[], ApiError> {
  const thinking = readOptionalString(item, "thinking", path);
  if (!thinking.ok) return thinking;
  return succeed(thinking.value ? [{ type: "thinking", text: thinking.value }] : []);
}

function decodeToolCalls(
  value: JsonValue | undefined,
  path: string,
  callIds: CallIds,
): Result<readonly ToolCallPart[], ApiError> {
  if (value === undefined || value === null) return succeed([]);
  if (!Array.isArray(value)) return fail(invalidType(path, "an array of objects", value));
  const calls: ToolCallPart[] = [];
  for (const [index, item] of (value as readonly JsonValue[]).entries()) {
    const call = decodeToolCall(item, `${path}[${index}]`, callIds);
    if (!call.ok) return call;
    calls.push(call.value);
  }
  return succeed(calls);
}

function decodeToolCall(
  item: JsonValue,
  path: string,
  callIds: CallIds,
): Result<ToolCallPart, ApiError> {
  if (!isJsonObject(item)) return fail(invalidType(path, "an object", item));
  const id = readOptionalString(item, "id", path);
  if (!id.ok) return id;
  const wireFunction = readObject(item, "function", path);
  if (!wireFunction.ok) return wireFunction;
  const name = readString(wireFunction.value, "name", `${path}.function`);
  if (!name.ok) return name;
  const input = decodeArguments(wireFunction.value["arguments"], `${path}.function.arguments`);
  if (!input.ok) return input;
  return succeed({
    type: "tool-call",
    toolCallId: callIds.ofCall(name.value, id.value),
    toolName: name.value,
    input: input.value,
  });
}

/** An object; or its text, as a history has it that comes from one of OpenAI's clients. */
function decodeArguments(value: JsonValue | undefined, path: string): Result<string, ApiError> {
  if (value === undefined || value === null) return succeed("{}");
  if (typeof value === "string") return succeed(value);
  if (isJsonObject(value)) return succeed(JSON.stringify(value));
  return fail(invalidType(path, "an object", value));
}

function decodeToolResult(
  item: JsonObject,
  path: string,
  content: Content,
  callIds: CallIds,
): Result<Message, ApiError> {
  const id = readOptionalString(item, "tool_call_id", path);
  if (!id.ok) return id;
  const toolName = readOptionalString(item, "tool_name", path);
  if (!toolName.ok) return toolName;
  // What `tool_name` was called at first.
  const name = readOptionalString(item, "name", path);
  if (!name.ok) return name;
  const givenName = toolName.value ?? name.value;
  const call = callIds.ofResult(givenName, id.value);
  return succeed({
    role: "tool",
    parts: [
      {
        type: "tool-result",
        toolCallId: call.toolCallId,
        content,
        ...(call.toolName === undefined ? {} : { toolName: call.toolName }),
      },
    ],
  });
}
