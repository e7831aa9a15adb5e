import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { LIMITS } from "../../core/limits";
import type { Message, Part, ToolCallPart, ToolResultPart } from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import { faultOf, readOptionalString, readString } from "../shared/read-field";
import {
  emptyArray,
  invalidChoice,
  invalidType,
  tooManyItems,
  unsupportedValue,
} from "../shared/wire-issue";
import {
  AGENT_TYPES,
  ASSISTANT_TYPES,
  decodeContent,
  INPUT_TYPES,
  isMediaContent,
  RESULT_TYPES,
} from "./decode-content";
import {
  decodeForeignCall,
  decodeForeignResult,
  FOREIGN_ITEM_TYPES,
  isForeignCall,
  isForeignResult,
} from "./decode-foreign-item";
import { toolNameOf, type SentTool } from "./offered-tools";

export interface DecodedInput {
  readonly messages: readonly Message[];
  /** Items of earlier responses that are named by their ids only; `references.ts` puts them in their places. */
  readonly referencedItemIds: readonly string[];
  /** Tools that come as an item, as Codex sends most of its own. They are offered like those in `tools`. */
  readonly additionalTools: readonly SentTool[];
}

const ROLES = ["user", "assistant", "system", "developer"] as const;
const ITEM_TYPES = [
  "message",
  "function_call",
  "function_call_output",
  "custom_tool_call",
  "custom_tool_call_output",
  "reasoning",
  "item_reference",
  "additional_tools",
  "agent_message",
  ...FOREIGN_ITEM_TYPES,
];

const ENCRYPTED =
  "What the vendor has compacted and encrypted cannot be read here; send the items.";

/** Why an item cannot stand in a history here: without it, the conversation would be another one. */
const REFUSED_ITEMS: Readonly<Record<string, string>> = {
  compaction: ENCRYPTED,
  compaction_summary: ENCRYPTED,
  context_compaction: ENCRYPTED,
  compaction_trigger: "Nothing is compacted here; leave the item out.",
  configuration_update: "The form of the reply is taken from 'text' and 'reasoning' only.",
};

/** One pass that validates and translates: a program sends its whole history with every request. */
export function decodeInput(value: unknown): Result<DecodedInput, ApiError> {
  if (typeof value === "string") {
    const message: Message = { role: "user", parts: [{ type: "text", text: value }] };
    return succeed({ messages: [message], referencedItemIds: [], additionalTools: [] });
  }
  if (!Array.isArray(value)) {
    return fail(
      faultOf(value as JsonValue | undefined, "input", "one of a string or array of objects"),
    );
  }
  if (value.length === 0) return fail(emptyArray("input"));
  if (value.length > LIMITS.messagesPerRequestMax)
    return fail(tooManyItems("input", LIMITS.messagesPerRequestMax, value.length));
  const conversation = new Conversation();
  for (const [index, item] of value.entries()) {
    const fault = decodeItem(item as JsonValue, `input[${index}]`, conversation);
    if (fault !== null) return fail(fault);
  }
  return succeed(conversation);
}

/** Puts items together into messages: the calls after an assistant's words belong to the same reply. */
class Conversation implements DecodedInput {
  readonly messages: Message[] = [];
  readonly referencedItemIds: string[] = [];
  readonly additionalTools: SentTool[] = [];
  /** Of the last message, if it is the assistant's. */
  #replyParts: Part[] | null = null;

  addMessage(message: Message): void {
    const isReply = message.role === "assistant";
    if (isReply && this.#replyParts?.at(-1)?.type === "thinking") {
      for (const part of message.parts) this.#replyParts.push(part);
      return;
    }
    const parts = [...message.parts];
    this.messages.push({ ...message, parts });
    this.#replyParts = isReply ? parts : null;
  }

  /** A model thinks before it speaks. */
  addThinking(text: string): void {
    this.addMessage({ role: "assistant", parts: [{ type: "thinking", text }] });
  }

  addCall(call: ToolCallPart): void {
    if (this.#replyParts === null) this.addMessage({ role: "assistant", parts: [call] });
    else this.#replyParts.push(call);
  }

  addResult(result: ToolResultPart): void {
    this.addMessage({ role: "tool", parts: [result] });
  }
}

function decodeItem(item: JsonValue, path: string, to: Conversation): ApiError | null {
  if (!isJsonObject(item)) return invalidType(path, "an object", item);
  const type = typeOfItem(item, path);
  if (!type.ok) return type.error;
  switch (type.value) {
    case "message":
      return addResult(decodeMessage(item, path), (message) => to.addMessage(message));
    case "function_call":
      return addResult(decodeCall(item, path, "arguments"), (call) => to.addCall(call));
    case "custom_tool_call":
      return addResult(decodeCall(item, path, "input"), (call) => to.addCall(call));
    case "function_call_output":
    case "custom_tool_call_output":
      return addResult(decodeCallOutput(item, path), (result) => to.addResult(result));
    case "reasoning":
      to.addThinking(readThoughts(item));
      return null;
    case "item_reference":
      return addResult(readString(item, "id", path), (id) => to.referencedItemIds.push(id));
    case "agent_message":
      return addResult(decodeAgentMessage(item, path), (message) => to.addMessage(message));
    case "additional_tools":
      return addTools(item["tools"], `${path}.tools`, to);
    default:
      return decodeOtherItem(type.value, item, path, to);
  }
}

/** The type may be left out of a message and of a reference, which then has only an id. */
function typeOfItem(item: JsonObject, path: string): Result<string, ApiError> {
  if (item["type"] !== undefined && item["type"] !== null) return readString(item, "type", path);
  const isReference = item["role"] === undefined && typeof item["id"] === "string";
  return succeed(isReference ? "item_reference" : "message");
}

function decodeOtherItem(
  type: string,
  item: JsonObject,
  path: string,
  to: Conversation,
): ApiError | null {
  const reason = Object.hasOwn(REFUSED_ITEMS, type) ? REFUSED_ITEMS[type] : undefined;
  if (reason !== undefined) return unsupportedValue(`${path}.type`, `'${type}'. ${reason}`);
  if (isForeignCall(type)) to.addCall(decodeForeignCall(type, item));
  else if (isForeignResult(type)) to.addResult(decodeForeignResult(type, item));
  else return invalidChoice(`${path}.type`, ITEM_TYPES, type);
  return null;
}

function addResult<T>(result: Result<T, ApiError>, add: (value: T) => void): ApiError | null {
  if (!result.ok) return result.error;
  add(result.value);
  return null;
}

/** What of another model's thoughts can be read: often they are encrypted, and nothing of them can. */
function readThoughts(item: JsonObject): string {
  const texts: string[] = [];
  for (const list of [item["summary"], item["content"]]) {
    if (!Array.isArray(list)) continue;
    for (const part of list as readonly JsonValue[]) {
      if (isJsonObject(part) && typeof part["text"] === "string") texts.push(part["text"]);
    }
  }
  return texts.join("\n\n");
}

function addTools(tools: JsonValue | undefined, path: string, to: Conversation): ApiError | null {
  if (!Array.isArray(tools)) return faultOf(tools, path, "an array of objects");
  for (const [index, tool] of (tools as readonly JsonValue[]).entries())
    to.additionalTools.push({ tool, path: `${path}[${index}]` });
  return null;
}

function decodeMessage(item: JsonObject, path: string): Result<Message, ApiError> {
  const role = readString(item, "role", path);
  if (!role.ok) return role;
  const known = ROLES.find((name) => name === role.value);
  if (known === undefined) return fail(invalidChoice(`${path}.role`, ROLES, role.value));
  const param = `${path}.content`;
  const { content } = item;
  const isAssistant = known === "assistant";
  // A history is only shown, so an assistant's message may be empty.
  if (Array.isArray(content) && content.length === 0 && !isAssistant)
    return fail(emptyArray(param));
  const parts = decodeContent(content, param, isAssistant ? ASSISTANT_TYPES : INPUT_TYPES);
  return parts.ok ? succeed({ role: known, parts: parts.value }) : parts;
}

/** Codex's agents write to each other so; which of them wrote is told by the name. */
function decodeAgentMessage(item: JsonObject, path: string): Result<Message, ApiError> {
  const author = readString(item, "author", path);
  if (!author.ok) return author;
  const parts = decodeContent(item["content"], `${path}.content`, AGENT_TYPES);
  return parts.ok ? succeed({ role: "user", name: author.value, parts: parts.value }) : parts;
}

/** The arguments stay the text that they are: models and people write JSON that is not canonical, or no JSON at all. */
function decodeCall(
  item: JsonObject,
  path: string,
  inputField: "arguments" | "input",
): Result<ToolCallPart, ApiError> {
  const id = readString(item, "call_id", path);
  if (!id.ok) return id;
  const name = readString(item, "name", path);
  if (!name.ok) return name;
  const namespace = readOptionalString(item, "namespace", path);
  if (!namespace.ok) return namespace;
  const input = readString(item, inputField, path);
  if (!input.ok) return input;
  return succeed({
    type: "tool-call",
    toolCallId: id.value,
    toolName: toolNameOf(name.value, namespace.value ?? null),
    input: input.value,
  });
}

function decodeCallOutput(item: JsonObject, path: string): Result<ToolResultPart, ApiError> {
  const id = readString(item, "call_id", path);
  if (!id.ok) return id;
  const output = decodeContent(item["output"], `${path}.output`, RESULT_TYPES);
  if (!output.ok) return output;
  return succeed({
    type: "tool-result",
    toolCallId: id.value,
    content: output.value.filter(isMediaContent),
  });
}
