import type { JsonObject } from "../../../src/core/json";
import type { MalformedInput } from "../codec.conformance";
import { malformedOllamaFields } from "../ollama-malformed";

const REFUSED = "unsupported_parameter";

function withFields(fields: JsonObject): JsonObject {
  return { model: "a-session", prompt: "Hi", ...fields };
}

export const malformed: readonly MalformedInput[] = [
  ...malformedOllamaFields(withFields),
  {
    title: "a body without a model",
    body: { prompt: "Hi" },
    code: "missing_required_parameter",
    param: "model",
  },
  {
    title: "a prompt that is a list",
    body: withFields({ prompt: ["Hi"] }),
    code: "invalid_type",
    param: "prompt",
    says: "a string, but got an array",
  },
  {
    title: "a system prompt that is an object",
    body: withFields({ system: {} }),
    code: "invalid_type",
    param: "system",
  },
  {
    title: "images that are a string",
    body: withFields({ images: "AAAA" }),
    code: "invalid_type",
    param: "images",
    says: "an array of strings",
  },
  {
    title: "an image of numbers",
    body: withFields({ images: [[137, 80]] }),
    code: "invalid_type",
    param: "images[0]",
  },
  {
    title: "raw as a word",
    body: withFields({ raw: "yes" }),
    code: "invalid_type",
    param: "raw",
  },
  {
    title: "the tokens of an earlier answer and names the parameter",
    body: withFields({ context: [1, 2, 3] }),
    code: REFUSED,
    param: "context",
    says: "/api/chat",
  },
  {
    title: "the size of an image to draw and names the parameter",
    body: withFields({ width: 512, height: 512 }),
    code: REFUSED,
    param: "width",
  },
];
