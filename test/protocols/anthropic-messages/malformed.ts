import type { MalformedInput } from "../codec.conformance";
import { MISSING, USER, withFields } from "./faulty-body";
import { malformedMessages } from "./malformed-messages";
import { malformedTools } from "./malformed-tools";

const SCHEMA = { type: "json_schema", schema: {} };

const body: readonly MalformedInput[] = [
  {
    title: "a body without a model",
    body: { max_tokens: 1, messages: [USER] },
    code: MISSING,
    param: "model",
    says: "Missing required parameter",
  },
  {
    title: "a model that is a number",
    body: withFields({ model: 4 }),
    code: "invalid_type",
    param: "model",
    says: "a string, but got an integer",
  },
  {
    title: "a body without messages",
    body: { model: "m", max_tokens: 1 },
    code: MISSING,
    param: "messages",
  },
  {
    title: "messages that are a string",
    body: withFields({ messages: "Hi" }),
    code: "invalid_type",
    param: "messages",
  },
  {
    title: "empty messages",
    body: withFields({ messages: [] }),
    code: "empty_array",
    param: "messages",
  },
  {
    title: "more parts of a system prompt than anyone needs",
    body: withFields({
      system: Array.from({ length: 10_001 }, () => ({ type: "text", text: "" })),
    }),
    code: "array_above_max_length",
    param: "system",
  },
  {
    title: "more messages than anyone needs",
    body: withFields({ messages: Array.from({ length: 10_001 }, () => USER) }),
    code: "array_above_max_length",
    param: "messages",
    says: "10001",
  },
  {
    title: "a body without max_tokens",
    body: { model: "m", messages: [USER] },
    code: MISSING,
    param: "max_tokens",
  },
  {
    title: "max_tokens of null",
    body: withFields({ max_tokens: null }),
    code: MISSING,
    param: "max_tokens",
  },
  {
    title: "max_tokens below 0",
    body: withFields({ max_tokens: -1 }),
    code: "integer_below_min_value",
    param: "max_tokens",
  },
  {
    title: "a stream of no tokens",
    body: withFields({ max_tokens: 0, stream: true }),
    code: "unsupported_value",
    param: "max_tokens",
  },
  {
    title: "stream as a string",
    body: withFields({ stream: "yes" }),
    code: "invalid_type",
    param: "stream",
    says: "a boolean, but got a string",
  },
  {
    title: "a temperature in quotes",
    body: withFields({ temperature: "0.7" }),
    code: "invalid_type",
    param: "temperature",
  },
  {
    title: "a system prompt that is an object",
    body: withFields({ system: { text: "Be brief." } }),
    code: "invalid_type",
    param: "system",
    says: "one of a string or array of objects, but got an object",
  },
  {
    title: "an image in the system prompt",
    body: withFields({ system: [{ type: "image", source: {} }] }),
    code: "invalid_value",
    param: "system[0].type",
    says: "got 'image'. Supported values: 'text'.",
  },
  {
    title: "stop_sequences that are a number",
    body: withFields({ stop_sequences: 1 }),
    code: "invalid_type",
    param: "stop_sequences",
  },
  {
    title: "a stop sequence that is a number",
    body: withFields({ stop_sequences: ["a", 1] }),
    code: "invalid_type",
    param: "stop_sequences[1]",
  },
  {
    title: "metadata that are a string",
    body: withFields({ metadata: "me" }),
    code: "invalid_type",
    param: "metadata",
  },
  {
    title: "a container that is a number",
    body: withFields({ container: 7 }),
    code: "invalid_type",
    param: "container",
    says: "one of a string or object",
  },
  {
    title: "an output format of an unknown type",
    body: withFields({ output_config: { format: { type: "xml" } } }),
    code: "invalid_value",
    param: "output_config.format.type",
    says: "'json_schema'",
  },
  {
    title: "an output format without a schema",
    body: withFields({ output_config: { format: { type: "json_schema" } } }),
    code: MISSING,
    param: "output_config.format.schema",
  },
  {
    title: "two output formats",
    body: withFields({ output_format: SCHEMA, output_config: { format: SCHEMA } }),
    code: "invalid_value",
    param: "output_format",
  },
  {
    title: "a thread and names the parameter",
    body: withFields({ thread: { type: "create" } }),
    code: "thread_unsupported_request",
    param: "thread",
  },
  {
    title: "a compaction and names the parameter",
    body: withFields({ compaction: { type: "summarize" } }),
    code: "unsupported_parameter",
    param: "compaction",
  },
];

export const malformed: readonly MalformedInput[] = [
  ...body,
  ...malformedMessages,
  ...malformedTools,
];
