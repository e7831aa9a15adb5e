import type { JsonObject } from "../../../src/core/json";
import type { MalformedInput } from "../codec.conformance";

const MISSING = "missing_required_parameter";
const REFUSED = "unsupported_parameter";

/** Bodies that are right but for one thing. */
function withFields(fields: JsonObject): JsonObject {
  return { model: "a-session", prompt: "Hi", ...fields };
}

const prompts: readonly MalformedInput[] = [
  { title: "a body without a prompt", body: { model: "m" }, code: MISSING, param: "prompt" },
  { title: "a prompt of null", body: withFields({ prompt: null }), code: MISSING, param: "prompt" },
  {
    title: "a prompt that is a number",
    body: withFields({ prompt: 1 }),
    code: "invalid_type",
    param: "prompt",
    says: "one of a string or array, but got an integer",
  },
  {
    title: "no prompt in a list",
    body: withFields({ prompt: [] }),
    code: "empty_array",
    param: "prompt",
  },
  {
    title: "a prompt that is an object in a list",
    body: withFields({ prompt: [{}] }),
    code: "invalid_type",
    param: "prompt[0]",
  },
  {
    title: "several prompts and says what to do",
    body: withFields({ prompt: ["One", "Two"] }),
    code: "unsupported_value",
    param: "prompt",
    says: "this one holds 2; send each in a request of its own",
  },
  {
    title: "a prompt of tokens",
    body: withFields({ prompt: [1, 2, 3] }),
    code: "unsupported_value",
    param: "prompt",
    says: "as a string",
  },
  {
    title: "a list of prompts of tokens",
    body: withFields({ prompt: [[1, 2], [3]] }),
    code: "unsupported_value",
    param: "prompt",
  },
];

const fields: readonly MalformedInput[] = [
  { title: "a body without a model", body: { prompt: "Hi" }, code: MISSING, param: "model" },
  {
    title: "stream as a string",
    body: withFields({ stream: "yes" }),
    code: "invalid_type",
    param: "stream",
  },
  {
    title: "a temperature in quotes",
    body: withFields({ temperature: "0.7" }),
    code: "invalid_type",
    param: "temperature",
  },
  {
    title: "n of 0",
    body: withFields({ n: 0 }),
    code: "integer_below_min_value",
    param: "n",
  },
  {
    title: "n of 129",
    body: withFields({ n: 129, best_of: 129 }),
    code: "integer_above_max_value",
    param: "n",
  },
  { title: "stop as a number", body: withFields({ stop: 1 }), code: "invalid_type", param: "stop" },
  {
    title: "too many stop sequences",
    body: withFields({ stop: Array.from({ length: 65 }, () => "x") }),
    code: "array_above_max_length",
    param: "stop",
  },
];

const refused: readonly MalformedInput[] = [
  {
    title: "logprobs and names the parameter, even where only those of the text are asked for",
    body: withFields({ logprobs: 0 }),
    code: REFUSED,
    param: "logprobs",
  },
  {
    title: "echo and names the parameter",
    body: withFields({ echo: true }),
    code: REFUSED,
    param: "echo",
  },
  {
    title: "stream_options without a stream",
    body: withFields({ stream_options: { include_usage: true } }),
    code: REFUSED,
    param: "stream_options",
  },
  {
    title: "a best_of below n",
    body: withFields({ n: 3, best_of: 2 }),
    code: REFUSED,
    param: "best_of",
  },
];

export const malformed: readonly MalformedInput[] = [...prompts, ...fields, ...refused];
