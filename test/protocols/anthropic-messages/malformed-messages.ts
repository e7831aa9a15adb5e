import type { MalformedInput } from "../codec.conformance";
import { MISSING, withBlock, withMessage } from "./faulty-body";

const at = (path: string): string => `messages[1].content[1]${path}`;

const documentWith = (source: Record<string, string>) => withBlock({ type: "document", source });
const resultWith = (fields: Record<string, string | readonly string[]>) =>
  withBlock({ type: "tool_result", tool_use_id: "toolu_1", ...fields });

export const malformedMessages: readonly MalformedInput[] = [
  {
    title: "a message that is a string",
    body: withMessage("Hi"),
    code: "invalid_type",
    param: "messages[1]",
    says: "an object, but got a string",
  },
  {
    title: "more results in a message than anyone needs, each of which is a message here",
    body: withMessage({
      role: "user",
      content: Array.from({ length: 250_000 }, () => ({ type: "tool_result", tool_use_id: "t" })),
    }),
    code: "array_above_max_length",
    param: "messages",
    says: "at most 10000 items, but got 250001",
  },
  {
    title: "a message without a role",
    body: withMessage({ content: "Hi" }),
    code: MISSING,
    param: "messages[1].role",
  },
  {
    title: "a message of an unknown role",
    body: withMessage({ role: "tool", content: "Hi" }),
    code: "invalid_value",
    param: "messages[1].role",
    says: "got 'tool'. Supported values: 'user', 'assistant', 'system'.",
  },
  {
    title: "a user's message without content",
    body: withMessage({ role: "user" }),
    code: MISSING,
    param: "messages[1].content",
  },
  {
    title: "a user's message of nothing",
    body: withMessage({ role: "user", content: [] }),
    code: "empty_array",
    param: "messages[1].content",
  },
  {
    title: "content that is a number",
    body: withMessage({ role: "assistant", content: 7 }),
    code: "invalid_type",
    param: "messages[1].content",
    says: "one of a string or array of objects",
  },
  {
    title: "a block that is a string",
    body: withBlock("Hi"),
    code: "invalid_type",
    param: at(""),
  },
  { title: "a block without a type", body: withBlock({}), code: MISSING, param: at(".type") },
  {
    title: "a block of an unknown type",
    body: withBlock({ type: "video" }),
    code: "invalid_value",
    param: at(".type"),
    says: "got 'video'",
  },
  {
    title: "a block with the name of a method",
    body: withBlock({ type: "toString" }),
    code: "invalid_value",
    param: at(".type"),
  },
  {
    title: "a tool's result from an assistant",
    body: withBlock({ type: "tool_result", tool_use_id: "toolu_1" }, "assistant"),
    code: "invalid_value",
    param: at(".type"),
  },
  {
    title: "a text without text",
    body: withBlock({ type: "text" }),
    code: MISSING,
    param: at(".text"),
  },
  {
    title: "an image without a source",
    body: withBlock({ type: "image" }),
    code: MISSING,
    param: at(".source"),
  },
  {
    title: "an image of an unknown source",
    body: withBlock({ type: "image", source: { type: "text", data: "a" } }),
    code: "invalid_value",
    param: at(".source.type"),
    says: "'base64', 'url', 'file'",
  },
  {
    title: "an image without a media type",
    body: withBlock({ type: "image", source: { type: "base64", data: "AAAA" } }),
    code: MISSING,
    param: at(".source.media_type"),
  },
  {
    title: "a document of an unknown source",
    body: documentWith({ type: "ftp" }),
    code: "invalid_value",
    param: at(".source.type"),
    says: "'content'",
  },
  {
    title: "a document of text without data",
    body: documentWith({ type: "text" }),
    code: MISSING,
    param: at(".source.data"),
  },
  {
    title: "a document of blocks without blocks",
    body: documentWith({ type: "content" }),
    code: MISSING,
    param: at(".source.content"),
  },
  {
    title: "a document without a file's id",
    body: documentWith({ type: "file" }),
    code: MISSING,
    param: at(".source.file_id"),
  },
  {
    title: "a search result without a source",
    body: withBlock({ type: "search_result", title: "T", content: [] }),
    code: MISSING,
    param: at(".source"),
  },
  {
    title: "a result without its call's id",
    body: withBlock({ type: "tool_result", content: "42" }),
    code: MISSING,
    param: at(".tool_use_id"),
  },
  {
    title: "a result with an is_error that is a string",
    body: resultWith({ is_error: "no" }),
    code: "invalid_type",
    param: at(".is_error"),
  },
  {
    title: "a result of a wrong content",
    body: resultWith({ content: ["42"] }),
    code: "invalid_type",
    param: at(".content[0]"),
  },
  {
    title: "a tool use without an id",
    body: withBlock({ type: "tool_use", name: "f", input: {} }, "assistant"),
    code: MISSING,
    param: at(".id"),
  },
  {
    title: "a tool use without a name",
    body: withBlock({ type: "tool_use", id: "toolu_1", input: {} }, "assistant"),
    code: MISSING,
    param: at(".name"),
  },
  {
    title: "a thought that is no text",
    body: withBlock({ type: "thinking", thinking: 1 }, "assistant"),
    code: "invalid_type",
    param: at(".thinking"),
  },
  {
    title: "a change of tools within the conversation",
    body: withBlock({ type: "tool_removal", tool: { name: "f" } }, "system"),
    code: "unsupported_value",
    param: at(".type"),
    says: "'tools'",
  },
];
