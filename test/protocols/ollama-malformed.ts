import type { JsonObject } from "../../src/core/json";
import type { MalformedInput } from "./codec.conformance";

const REFUSED = "unsupported_parameter";

/** What both of Ollama's endpoints refuse. */
export function malformedOllamaFields(
  withFields: (fields: JsonObject) => JsonObject,
): readonly MalformedInput[] {
  return [
    {
      title: "a model that is a number",
      body: withFields({ model: 4 }),
      code: "invalid_type",
      param: "model",
      says: "a string, but got an integer",
    },
    {
      title: "stream as a string",
      body: withFields({ stream: "no" }),
      code: "invalid_type",
      param: "stream",
    },
    {
      title: "a format that Ollama does not have",
      body: withFields({ format: "yaml" }),
      code: "invalid_value",
      param: "format",
      says: "'yaml'",
    },
    {
      title: "a format that is a flag",
      body: withFields({ format: true }),
      code: "invalid_type",
      param: "format",
      says: "one of a string or object, but got a boolean",
    },
    {
      title: "options that are a list",
      body: withFields({ options: [] }),
      code: "invalid_type",
      param: "options",
    },
    {
      title: "a temperature in quotes",
      body: withFields({ options: { temperature: "0.7" } }),
      code: "invalid_type",
      param: "options.temperature",
    },
    {
      title: "stop as a number",
      body: withFields({ options: { stop: 1 } }),
      code: "invalid_type",
      param: "options.stop",
    },
    {
      title: "a stop sequence that is a number",
      body: withFields({ options: { stop: ["a", 1] } }),
      code: "invalid_type",
      param: "options.stop[1]",
    },
    {
      title: "think as a number",
      body: withFields({ think: 1 }),
      code: "invalid_type",
      param: "think",
      says: "one of a boolean or string, but got an integer",
    },
    {
      title: "keep_alive as a flag",
      body: withFields({ keep_alive: true }),
      code: "invalid_type",
      param: "keep_alive",
    },
    {
      title: "logprobs and names the parameter",
      body: withFields({ logprobs: true }),
      code: REFUSED,
      param: "logprobs",
    },
    {
      title: "top_logprobs and names the parameter",
      body: withFields({ top_logprobs: 3 }),
      code: REFUSED,
      param: "top_logprobs",
    },
    {
      title: "a rendered template and names the parameter",
      body: withFields({ _debug_render_only: true }),
      code: REFUSED,
      param: "_debug_render_only",
    },
  ];
}
