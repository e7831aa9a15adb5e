import type { MalformedInput } from "../codec.conformance";
import { MISSING, USER, withItem, withPart } from "./faulty-body";

const items: readonly MalformedInput[] = [
  {
    title: "a body without an input",
    body: { model: "m" },
    code: MISSING,
    param: "input",
    says: "'previous_response_id'",
  },
  {
    title: "an input that is a number",
    body: { model: "m", input: 4 },
    code: "invalid_type",
    param: "input",
    says: "one of a string or array of objects, but got an integer",
  },
  { title: "an empty input", body: { model: "m", input: [] }, code: "empty_array", param: "input" },
  {
    title: "more items than anyone needs",
    body: { model: "m", input: Array.from({ length: 10_001 }, () => USER) },
    code: "array_above_max_length",
    param: "input",
    says: "10001",
  },
  { title: "an item that is null", body: withItem(null), code: "invalid_type", param: "input[1]" },
  {
    title: "an item of no known type",
    body: withItem({ type: "telepathy" }),
    code: "invalid_value",
    param: "input[1].type",
    says: "'telepathy'",
  },
  {
    title: "an item whose type is a number",
    body: withItem({ type: 1 }),
    code: "invalid_type",
    param: "input[1].type",
  },
  {
    title: "a message without a role",
    body: withItem({ type: "message", content: "Hi" }),
    code: MISSING,
    param: "input[1].role",
  },
  {
    title: "a message of no known role",
    body: withItem({ role: "tool", content: "Hi" }),
    code: "invalid_value",
    param: "input[1].role",
    says: "'assistant'",
  },
  {
    title: "a message without content",
    body: withItem({ role: "user" }),
    code: MISSING,
    param: "input[1].content",
  },
  {
    title: "a user's message without any part",
    body: withItem({ role: "user", content: [] }),
    code: "empty_array",
    param: "input[1].content",
  },
  {
    title: "a call without a name",
    body: withItem({ type: "function_call", call_id: "call_1", arguments: "{}" }),
    code: MISSING,
    param: "input[1].name",
  },
  {
    title: "a call without its id",
    body: withItem({ type: "function_call", name: "f", arguments: "{}" }),
    code: MISSING,
    param: "input[1].call_id",
  },
  {
    title: "a call whose arguments are an object",
    body: withItem({ type: "function_call", call_id: "call_1", name: "f", arguments: {} }),
    code: "invalid_type",
    param: "input[1].arguments",
    says: "a string, but got an object",
  },
  {
    title: "a result without the id of its call",
    body: withItem({ type: "function_call_output", output: "1" }),
    code: MISSING,
    param: "input[1].call_id",
  },
  {
    title: "a result without an output",
    body: withItem({ type: "function_call_output", call_id: "call_1" }),
    code: MISSING,
    param: "input[1].output",
  },
  {
    title: "a reference without an id",
    body: withItem({ type: "item_reference" }),
    code: MISSING,
    param: "input[1].id",
  },
  {
    title: "a history that the vendor has encrypted",
    body: withItem({ type: "compaction", encrypted_content: "gAAAA" }),
    code: "unsupported_value",
    param: "input[1].type",
    says: "'compaction'",
  },
  {
    title: "a form of the reply that comes as an item",
    body: withItem({ type: "configuration_update", reasoning: { effort: "low" } }),
    code: "unsupported_value",
    param: "input[1].type",
    says: "'text'",
  },
  {
    title: "additional tools that are none",
    body: withItem({ type: "additional_tools", role: "developer" }),
    code: MISSING,
    param: "input[1].tools",
  },
  {
    title: "an additional tool without a name",
    body: withItem({ type: "additional_tools", tools: [{ type: "function" }] }),
    code: MISSING,
    param: "input[1].tools[0].name",
  },
];

const parts: readonly MalformedInput[] = [
  {
    title: "a part that is a string",
    body: withPart("Hi"),
    code: "invalid_type",
    param: "input[1].content[1]",
  },
  {
    title: "a part without a type",
    body: withPart({ text: "Hi" }),
    code: MISSING,
    param: "input[1].content[1].type",
  },
  {
    title: "a part that is named as in Chat Completions",
    body: withPart({ type: "image_url", image_url: { url: "https://example.com" } }),
    code: "invalid_value",
    param: "input[1].content[1].type",
    says: "'input_image'",
  },
  {
    title: "a text that is missing",
    body: withPart({ type: "input_text" }),
    code: MISSING,
    param: "input[1].content[1].text",
  },
  {
    title: "an image without a source",
    body: withPart({ type: "input_image", detail: "auto" }),
    code: MISSING,
    param: "input[1].content[1].image_url",
  },
  {
    title: "an image's URL as an object",
    body: withPart({ type: "input_image", image_url: { url: "https://example.com" } }),
    code: "invalid_type",
    param: "input[1].content[1].image_url",
  },
  {
    title: "a file without a source",
    body: withPart({ type: "input_file", filename: "a.pdf" }),
    code: MISSING,
    param: "input[1].content[1].file_data",
  },
  {
    title: "a sound without its format",
    body: withPart({ type: "input_audio", input_audio: { data: "AAAA" } }),
    code: MISSING,
    param: "input[1].content[1].input_audio.format",
  },
];

export const malformedItems: readonly MalformedInput[] = [...items, ...parts];
