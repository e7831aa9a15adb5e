import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import type { Message, Part, ToolCallPart } from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import { readObject, readOptionalString, readString } from "../shared/read-field";
import { invalidChoice, invalidType } from "../shared/wire-issue";
import {
  ASSISTANT_TYPES,
  decodeContent,
  isMediaContent,
  MEDIA_TYPES,
  TEXT_TYPES,
} from "./decode-content";
import { createLegacyCallIds, type LegacyCallIds } from "./legacy-call-ids";

const ROLES = ["system", "developer", "user", "assistant", "tool", "function"] as const;

/** One pass that validates and translates: a program sends its whole history with every request. */
export function decodeMessages(items: readonly unknown[]): Result<readonly Message[], ApiError> {
  const legacyCallIds = createLegacyCallIds();
  const messages: Message[] = [];
  for (const [index, item] of items.entries()) {
    const message = decodeMessage(item as JsonValue, `messages[${index}]`, legacyCallIds);
    if (!message.ok) return message;
    messages.push(message.value);
  }
  return succeed(messages);
}

function decodeMessage(
  item: JsonValue,
  path: string,
  legacyCallIds: LegacyCallIds,
): Result<Message, ApiError> {
  if (!isJsonObject(item)) return fail(invalidType(path, "an object", item));
  const role = readString(item, "role", path);
  if (!role.ok) return role;
  const known = ROLES.find((name) => name === role.value);
  switch (known) {
    case "system":
    case "developer":
      return decodePlainMessage(item, path, known, TEXT_TYPES);
    case "user":
      return decodePlainMessage(item, path, known, MEDIA_TYPES);
    case "assistant":
      return decodeAssistantMessage(item, path, legacyCallIds);
    case "tool":
      return decodeToolMessage(item, path);
    case "function":
      return decodeFunctionMessage(item, path, legacyCallIds);
    case undefined:
      return fail(invalidChoice(`${path}.role`, ROLES, role.value));
  }
}

function decodePlainMessage(
  item: JsonObject,
  path: string,
  role: "system" | "developer" | "user",
  supported: typeof TEXT_TYPES | typeof MEDIA_TYPES,
): Result<Message, ApiError> {
  const name = readOptionalString(item, "name", path);
  if (!name.ok) return name;
  const content = decodeContent(item["content"], `${path}.content`, supported);
  if (!content.ok) return content;
  return succeed(messageOf(role, name.value, content.value));
}

/** A history is only shown, so an assistant's message may be empty, as OpenAI's own would not be. */
function decodeAssistantMessage(
  item: JsonObject,
  path: string,
  legacyCallIds: LegacyCallIds,
): Result<Message, ApiError> {
  const name = readOptionalString(item, "name", path);
  if (!name.ok) return name;
  const parts: Part[] = [];
  const wireContent = item["content"];
  const isEmpty =
    wireContent === undefined ||
    wireContent === null ||
    (Array.isArray(wireContent) && wireContent.length === 0);
  if (!isEmpty) {
    const content = decodeContent(wireContent, `${path}.content`, ASSISTANT_TYPES);
    if (!content.ok) return content;
    // There may be more of them than a call can have arguments.
    for (const part of content.value) parts.push(part);
  }
  const refusal = readOptionalString(item, "refusal", path);
  if (!refusal.ok) return refusal;
  if (refusal.value !== undefined) parts.push({ type: "refusal", text: refusal.value });
  if (isPresent(item["audio"])) {
    const audio = readObject(item, "audio", path);
    if (!audio.ok) return audio;
    const id = readString(audio.value, "id", `${path}.audio`);
    if (!id.ok) return id;
    parts.push({ type: "audio", source: { kind: "file-id", fileId: id.value } });
  }
  const calls = decodeCalls(item, path, legacyCallIds);
  if (!calls.ok) return calls;
  for (const call of calls.value) parts.push(call);
  return succeed(messageOf("assistant", name.value, parts));
}

function decodeCalls(
  item: JsonObject,
  path: string,
  legacyCallIds: LegacyCallIds,
): Result<readonly ToolCallPart[], ApiError> {
  const calls: ToolCallPart[] = [];
  if (isPresent(item["function_call"])) {
    const call = readFunction(item, "function_call", path);
    if (!call.ok) return call;
    calls.push({
      type: "tool-call",
      toolCallId: legacyCallIds.ofCall(call.value.toolName),
      ...call.value,
    });
  }
  const wireCalls = item["tool_calls"];
  if (!isPresent(wireCalls)) return succeed(calls);
  if (!Array.isArray(wireCalls))
    return fail(invalidType(`${path}.tool_calls`, "an array of objects", wireCalls));
  for (const [index, wireCall] of wireCalls.entries()) {
    const call = decodeToolCall(wireCall as JsonValue, `${path}.tool_calls[${index}]`);
    if (!call.ok) return call;
    calls.push(call.value);
  }
  return succeed(calls);
}

function decodeToolCall(item: JsonValue, path: string): Result<ToolCallPart, ApiError> {
  if (!isJsonObject(item)) return fail(invalidType(path, "an object", item));
  const id = readString(item, "id", path);
  if (!id.ok) return id;
  const type = readString(item, "type", path);
  if (!type.ok) return type;
  if (type.value === "function") {
    const call = readFunction(item, "function", path);
    return call.ok ? succeed({ type: "tool-call", toolCallId: id.value, ...call.value }) : call;
  }
  if (type.value !== "custom")
    return fail(invalidChoice(`${path}.type`, ["function", "custom"], type.value));
  // Custom tools are not offered here, but a history may come from where they were.
  const custom = readObject(item, "custom", path);
  if (!custom.ok) return custom;
  const name = readString(custom.value, "name", `${path}.custom`);
  if (!name.ok) return name;
  const input = readString(custom.value, "input", `${path}.custom`);
  if (!input.ok) return input;
  return succeed({
    type: "tool-call",
    toolCallId: id.value,
    toolName: name.value,
    input: input.value,
  });
}

/** The arguments stay the text that they are: models and people write JSON that is not canonical, or no JSON at all. */
function readFunction(
  item: JsonObject,
  key: string,
  path: string,
): Result<{ toolName: string; input: string }, ApiError> {
  const call = readObject(item, key, path);
  if (!call.ok) return call;
  const name = readString(call.value, "name", `${path}.${key}`);
  if (!name.ok) return name;
  const input = readString(call.value, "arguments", `${path}.${key}`);
  if (!input.ok) return input;
  return succeed({ toolName: name.value, input: input.value });
}

function decodeToolMessage(item: JsonObject, path: string): Result<Message, ApiError> {
  const toolCallId = readString(item, "tool_call_id", path);
  if (!toolCallId.ok) return toolCallId;
  const name = readOptionalString(item, "name", path);
  if (!name.ok) return name;
  const content = decodeContent(item["content"], `${path}.content`, MEDIA_TYPES);
  if (!content.ok) return content;
  return succeed({
    role: "tool",
    parts: [
      {
        type: "tool-result",
        toolCallId: toolCallId.value,
        content: content.value.filter(isMediaContent),
        ...(name.value === undefined ? {} : { toolName: name.value }),
      },
    ],
  });
}

/** The role from before tools: its result belongs to the last call of that name. */
function decodeFunctionMessage(
  item: JsonObject,
  path: string,
  legacyCallIds: LegacyCallIds,
): Result<Message, ApiError> {
  const name = readString(item, "name", path);
  if (!name.ok) return name;
  const content =
    item["content"] === null
      ? succeed([])
      : decodeContent(item["content"], `${path}.content`, TEXT_TYPES);
  if (!content.ok) return content;
  const toolCallId = legacyCallIds.ofResult(name.value);
  return succeed({
    role: "tool",
    parts: [
      {
        type: "tool-result",
        toolCallId,
        content: content.value.filter(isMediaContent),
        toolName: name.value,
      },
    ],
  });
}

function messageOf(
  role: Message["role"],
  name: string | undefined,
  parts: readonly Part[],
): Message {
  return name === undefined ? { role, parts } : { role, name, parts };
}

function isPresent(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}
