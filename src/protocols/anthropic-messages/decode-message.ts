import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { LIMITS } from "../../core/limits";
import type { Message, Part } from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import { readString } from "../shared/read-field";
import {
  emptyArray,
  invalidChoice,
  invalidType,
  tooManyItems,
  unsupportedValue,
} from "../shared/wire-issue";
import { decodeBlocks, TEXT_BLOCK, type BlockDecoders } from "./decode-block";
import { ASSISTANT_BLOCKS, USER_BLOCKS } from "./decode-history-block";

const ROLES = ["user", "assistant", "system"] as const;

/** One pass that validates and translates: a program sends its whole history with every request. */
export function decodeMessages(items: readonly unknown[]): Result<readonly Message[], ApiError> {
  const messages: Message[] = [];
  for (const [index, item] of items.entries()) {
    const decoded = decodeMessage(item as JsonValue, `messages[${index}]`);
    if (!decoded.ok) return decoded;
    for (const message of decoded.value) messages.push(message);
  }
  // The results of tools are messages of their own here.
  if (messages.length > LIMITS.messagesPerRequestMax)
    return fail(tooManyItems("messages", LIMITS.messagesPerRequestMax, messages.length));
  return succeed(messages);
}

function decodeMessage(item: JsonValue, path: string): Result<readonly Message[], ApiError> {
  if (!isJsonObject(item)) return fail(invalidType(path, "an object", item));
  const role = readString(item, "role", path);
  if (!role.ok) return role;
  const known = ROLES.find((name) => name === role.value);
  switch (known) {
    case "user":
      return decodeUserMessage(item, path);
    case "assistant":
      return decodeAssistantMessage(item, path);
    case "system":
      return decodeSystemMessage(item, path);
    case undefined:
      return fail(invalidChoice(`${path}.role`, ROLES, role.value));
  }
}

function decodeUserMessage(item: JsonObject, path: string): Result<readonly Message[], ApiError> {
  const content = item["content"];
  if (Array.isArray(content) && content.length === 0) return fail(emptyArray(`${path}.content`));
  const parts = decodeBlocks(content, `${path}.content`, USER_BLOCKS);
  return parts.ok ? succeed(splitResults(parts.value)) : parts;
}

/** The vendor has no role for the results of tools. Each becomes a message of its own, in its place among what the user says. */
function splitResults(parts: readonly Part[]): readonly Message[] {
  const messages: { role: "user" | "tool"; parts: Part[] }[] = [];
  for (const part of parts) {
    const last = messages.at(-1);
    if (part.type === "tool-result") messages.push({ role: "tool", parts: [part] });
    else if (last?.role === "user") last.parts.push(part);
    else messages.push({ role: "user", parts: [part] });
  }
  return messages;
}

/** A history is only shown, so an assistant's message may be empty, as the vendor's own would not be. */
function decodeAssistantMessage(
  item: JsonObject,
  path: string,
): Result<readonly Message[], ApiError> {
  const decoded = decodeBlocks(item["content"] ?? [], `${path}.content`, ASSISTANT_BLOCKS);
  if (!decoded.ok) return decoded;
  const parts: readonly Part[] = decoded.value;
  // A stream that was kept alive by events may have begun with an empty text, which is no part of the reply.
  const said = parts.length > 1 ? parts.filter((part) => !isBlank(part)) : parts;
  return succeed([{ role: "assistant", parts: said }]);
}

function isBlank(part: Part): boolean {
  return part.type === "text" && part.text === "";
}

const SYSTEM_BLOCKS: BlockDecoders<Part> = {
  ...TEXT_BLOCK,
  tool_addition: refuseToolChange,
  tool_removal: refuseToolChange,
};

function decodeSystemMessage(item: JsonObject, path: string): Result<readonly Message[], ApiError> {
  const parts = decodeBlocks(item["content"] ?? [], `${path}.content`, SYSTEM_BLOCKS);
  return parts.ok ? succeed([{ role: "system", parts: parts.value }]) : parts;
}

function refuseToolChange(_: JsonObject, path: string): Result<never, ApiError> {
  return fail(
    unsupportedValue(`${path}.type`, "tools change here with the request's 'tools' alone."),
  );
}
