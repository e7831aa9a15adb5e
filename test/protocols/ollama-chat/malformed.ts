import type { JsonObject, JsonValue } from "../../../src/core/json";
import type { MalformedInput } from "../codec.conformance";
import { malformedOllamaFields } from "../ollama-malformed";

const USER = { role: "user", content: "Hello" };
const MISSING = "missing_required_parameter";

/** Bodies that are right but for one thing. */

function withFields(fields: JsonObject): JsonObject {
  return { model: "a-session", messages: [USER], ...fields };
}

function withMessage(message: JsonValue): JsonObject {
  return withFields({ messages: [USER, message] });
}

function withCall(call: JsonValue): JsonObject {
  return withMessage({ role: "assistant", content: "", tool_calls: [call] });
}

const messages: readonly MalformedInput[] = [
  {
    title: "messages that are a string",
    body: withFields({ messages: "Hi" }),
    code: "invalid_type",
    param: "messages",
    says: "an array, but got a string",
  },
  {
    title: "more messages than anyone needs",
    body: withFields({ messages: Array.from({ length: 10_001 }, () => USER) }),
    code: "array_above_max_length",
    param: "messages",
  },
  {
    title: "a message that is a string",
    body: withMessage("Hi"),
    code: "invalid_type",
    param: "messages[1]",
  },
  {
    title: "a message without a role",
    body: withMessage({ content: "Hi" }),
    code: MISSING,
    param: "messages[1].role",
  },
  {
    title: "a role that Ollama does not have",
    body: withMessage({ role: "model", content: "Hi" }),
    code: "invalid_value",
    param: "messages[1].role",
    says: "'system', 'user', 'assistant', 'tool'",
  },
  {
    title: "a content of parts, which is OpenAI's",
    body: withMessage({ role: "user", content: [{ type: "text", text: "Hi" }] }),
    code: "invalid_type",
    param: "messages[1].content",
    says: "a string, but got an array",
  },
  {
    title: "thinking that is a flag",
    body: withMessage({ role: "assistant", content: "", thinking: true }),
    code: "invalid_type",
    param: "messages[1].thinking",
  },
  {
    title: "an image of numbers",
    body: withMessage({ role: "user", content: "Look:", images: [[137, 80, 78, 71]] }),
    code: "invalid_type",
    param: "messages[1].images[0]",
  },
  {
    title: "an image that is a link",
    body: withMessage({ role: "user", content: "", images: ["https://example.com/a.png"] }),
    code: "invalid_value",
    param: "messages[1].images[0]",
    says: "base64",
  },
];

const calls: readonly MalformedInput[] = [
  {
    title: "tool calls that are an object",
    body: withMessage({ role: "assistant", tool_calls: {} }),
    code: "invalid_type",
    param: "messages[1].tool_calls",
  },
  {
    title: "a call without a function",
    body: withCall({ id: "call_1" }),
    code: MISSING,
    param: "messages[1].tool_calls[0].function",
  },
  {
    title: "a call without a name",
    body: withCall({ function: { arguments: {} } }),
    code: MISSING,
    param: "messages[1].tool_calls[0].function.name",
  },
  {
    title: "a call whose arguments are a list",
    body: withCall({ function: { name: "f", arguments: [1] } }),
    code: "invalid_type",
    param: "messages[1].tool_calls[0].function.arguments",
  },
  {
    title: "a call with a number for its id",
    body: withCall({ id: 1, function: { name: "f", arguments: {} } }),
    code: "invalid_type",
    param: "messages[1].tool_calls[0].id",
  },
  {
    title: "a result with a number for its tool's name",
    body: withMessage({ role: "tool", content: "11", tool_name: 1 }),
    code: "invalid_type",
    param: "messages[1].tool_name",
  },
];

const tools: readonly MalformedInput[] = [
  {
    title: "a tool that is no function",
    body: withFields({ tools: [{ type: "web_search", function: { name: "f" } }] }),
    code: "invalid_value",
    param: "tools[0].type",
    says: "'function'",
  },
  {
    title: "a tool without a function",
    body: withFields({ tools: [{ type: "function" }] }),
    code: MISSING,
    param: "tools[0].function",
  },
  {
    title: "a tool without a name",
    body: withFields({ tools: [{ type: "function", function: { parameters: {} } }] }),
    code: MISSING,
    param: "tools[0].function.name",
  },
  {
    title: "a tool whose parameters are a string",
    body: withFields({ tools: [{ type: "function", function: { name: "f", parameters: "{}" } }] }),
    code: "invalid_type",
    param: "tools[0].function.parameters",
    says: "an object, but got a string",
  },
];

export const malformed: readonly MalformedInput[] = [
  ...malformedOllamaFields(withFields),
  { title: "a body without a model", body: { messages: [USER] }, code: MISSING, param: "model" },
  ...messages,
  ...calls,
  ...tools,
];
