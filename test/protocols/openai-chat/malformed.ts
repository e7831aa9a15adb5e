import type { MalformedInput } from "../codec.conformance";
import { MISSING, USER, withFields } from "./faulty-body";
import { malformedMessages } from "./malformed-messages";
import { malformedTools } from "./malformed-tools";

const body: readonly MalformedInput[] = [
  {
    title: "a body without a model",
    body: { messages: [USER] },
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
  { title: "a body without messages", body: { model: "m" }, code: MISSING, param: "messages" },
  {
    title: "messages that are a string",
    body: { model: "m", messages: "Hi" },
    code: "invalid_type",
    param: "messages",
    says: "an array, but got a string",
  },
  {
    title: "empty messages",
    body: { model: "m", messages: [] },
    code: "empty_array",
    param: "messages",
  },
  {
    title: "more messages than anyone needs",
    body: { model: "m", messages: Array.from({ length: 10_001 }, () => USER) },
    code: "array_above_max_length",
    param: "messages",
    says: "10001",
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
    title: "a fraction of max_tokens",
    body: withFields({ max_tokens: 1.5 }),
    code: "invalid_type",
    param: "max_tokens",
    says: "an integer, but got a decimal number",
  },
  {
    title: "stream_options.include_usage as a number",
    body: withFields({ stream: true, stream_options: { include_usage: 1 } }),
    code: "invalid_type",
    param: "stream_options.include_usage",
  },
  {
    title: "stream_options without a stream",
    body: withFields({ stream_options: { include_usage: true } }),
    code: "unsupported_parameter",
    param: "stream_options",
  },
  {
    title: "n of 0",
    body: withFields({ n: 0 }),
    code: "integer_below_min_value",
    param: "n",
    says: "at least 1, but got 0",
  },
  {
    title: "n of 129",
    body: withFields({ n: 129 }),
    code: "integer_above_max_value",
    param: "n",
    says: "at most 128",
  },
  { title: "stop as a number", body: withFields({ stop: 1 }), code: "invalid_type", param: "stop" },
  {
    title: "a stop sequence that is a number",
    body: withFields({ stop: ["a", 1] }),
    code: "invalid_type",
    param: "stop[1]",
  },
  {
    title: "a stop sequence of a whole page",
    body: withFields({ stop: "x".repeat(257) }),
    code: "string_above_max_length",
    param: "stop[0]",
  },
  {
    title: "too many stop sequences",
    body: withFields({ stop: Array.from({ length: 65 }, () => "x") }),
    code: "array_above_max_length",
    param: "stop",
  },
];

const REFUSED = "unsupported_parameter";

const refused: readonly MalformedInput[] = [
  {
    title: "logprobs and names the parameter",
    body: withFields({ logprobs: true }),
    code: REFUSED,
    param: "logprobs",
  },
  {
    title: "top_logprobs and names the parameter",
    body: withFields({ top_logprobs: 0 }),
    code: REFUSED,
    param: "top_logprobs",
  },
  {
    title: "audio output and names the parameter",
    body: withFields({ modalities: ["text", "audio"], audio: { voice: "ash", format: "mp3" } }),
    code: "unsupported_value",
    param: "modalities",
    says: "'audio'",
  },
  {
    title: "a voice and names the parameter",
    body: withFields({ audio: { voice: "ash", format: "mp3" } }),
    code: REFUSED,
    param: "audio",
  },
  {
    title: "hosted web search and names the parameter",
    body: withFields({ web_search_options: {} }),
    code: REFUSED,
    param: "web_search_options",
  },
  {
    title: "moderation and names the parameter",
    body: withFields({ moderation: { model: "omni" } }),
    code: REFUSED,
    param: "moderation",
  },
];

export const malformed: readonly MalformedInput[] = [
  ...body,
  ...malformedMessages,
  ...malformedTools,
  ...refused,
];
