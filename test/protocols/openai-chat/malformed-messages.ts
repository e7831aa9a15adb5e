import type { MalformedInput } from "../codec.conformance";
import { MISSING, withMessage, withPart } from "./faulty-body";

const messages: readonly MalformedInput[] = [
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
    title: "a role that is null",
    body: withMessage({ role: null, content: "Hi" }),
    code: "invalid_type",
    param: "messages[1].role",
  },
  {
    title: "a role that is unknown",
    body: withMessage({ role: "robot", content: "Hi" }),
    code: "invalid_value",
    param: "messages[1].role",
    says: "got 'robot'",
  },
  {
    title: "a user message without content",
    body: withMessage({ role: "user" }),
    code: MISSING,
    param: "messages[1].content",
  },
  {
    title: "a user message with null",
    body: withMessage({ role: "user", content: null }),
    code: "invalid_type",
    param: "messages[1].content",
    says: "one of a string or array of objects, but got null",
  },
  {
    title: "a user message with an object",
    body: withMessage({ role: "user", content: {} }),
    code: "invalid_type",
    param: "messages[1].content",
    says: "but got an object",
  },
  {
    title: "a user message with no parts",
    body: withMessage({ role: "user", content: [] }),
    code: "empty_array",
    param: "messages[1].content",
  },
  {
    title: "a name that is a number",
    body: withMessage({ role: "user", content: "Hi", name: 7 }),
    code: "invalid_type",
    param: "messages[1].name",
  },
  {
    title: "an image in a system message",
    body: withMessage({
      role: "system",
      content: [{ type: "image_url", image_url: { url: "x" } }],
    }),
    code: "invalid_value",
    param: "messages[1].content[0].type",
  },
  {
    title: "a refusal in a user message",
    body: withPart({ type: "refusal", refusal: "No." }),
    code: "invalid_value",
    param: "messages[1].content[1].type",
  },
  {
    title: "a part that is a string",
    body: withPart("text"),
    code: "invalid_type",
    param: "messages[1].content[1]",
  },
  {
    title: "a part without a type",
    body: withPart({ text: "Hi" }),
    code: MISSING,
    param: "messages[1].content[1].type",
  },
  {
    title: "a part of an unknown type",
    body: withPart({ type: "video_url" }),
    code: "invalid_value",
    param: "messages[1].content[1].type",
    says: "got 'video_url'",
  },
  {
    title: "a text part without a text",
    body: withPart({ type: "text" }),
    code: MISSING,
    param: "messages[1].content[1].text",
  },
  {
    title: "an image that is a string",
    body: withPart({ type: "image_url", image_url: "https://example.com/a.png" }),
    code: "invalid_type",
    param: "messages[1].content[1].image_url",
    says: "an object, but got a string",
  },
  {
    title: "an image without a URL",
    body: withPart({ type: "image_url", image_url: {} }),
    code: MISSING,
    param: "messages[1].content[1].image_url.url",
  },
  {
    title: "an audio without a format",
    body: withPart({ type: "input_audio", input_audio: { data: "AAAA" } }),
    code: MISSING,
    param: "messages[1].content[1].input_audio.format",
  },
  {
    title: "an empty file",
    body: withPart({ type: "file", file: {} }),
    code: MISSING,
    param: "messages[1].content[1].file.file_data",
  },
];

const toolMessages: readonly MalformedInput[] = [
  {
    title: "a tool message without an id",
    body: withMessage({ role: "tool", content: "1" }),
    code: MISSING,
    param: "messages[1].tool_call_id",
  },
  {
    title: "a tool message without content",
    body: withMessage({ role: "tool", tool_call_id: "call_1" }),
    code: MISSING,
    param: "messages[1].content",
  },
  {
    title: "a function message without a name",
    body: withMessage({ role: "function", content: "1" }),
    code: MISSING,
    param: "messages[1].name",
  },
  {
    title: "tool calls that are an object",
    body: withMessage({ role: "assistant", tool_calls: {} }),
    code: "invalid_type",
    param: "messages[1].tool_calls",
  },
  {
    title: "a tool call without an id",
    body: withMessage({
      role: "assistant",
      tool_calls: [{ type: "function", function: { name: "f", arguments: "{}" } }],
    }),
    code: MISSING,
    param: "messages[1].tool_calls[0].id",
  },
  {
    title: "a tool call without a type",
    body: withMessage({ role: "assistant", tool_calls: [{ id: "call_1" }] }),
    code: MISSING,
    param: "messages[1].tool_calls[0].type",
  },
  {
    title: "a tool call of an unknown type",
    body: withMessage({ role: "assistant", tool_calls: [{ id: "call_1", type: "magic" }] }),
    code: "invalid_value",
    param: "messages[1].tool_calls[0].type",
  },
  {
    title: "a tool call with arguments as an object",
    body: withMessage({
      role: "assistant",
      tool_calls: [{ id: "call_1", type: "function", function: { name: "f", arguments: {} } }],
    }),
    code: "invalid_type",
    param: "messages[1].tool_calls[0].function.arguments",
    says: "a string, but got an object",
  },
  {
    title: "a legacy call without arguments",
    body: withMessage({ role: "assistant", function_call: { name: "f" } }),
    code: MISSING,
    param: "messages[1].function_call.arguments",
  },
];

export const malformedMessages: readonly MalformedInput[] = [...messages, ...toolMessages];
