import type { MalformedInput } from "../codec.conformance";
import { HINTS, MISSING, USER, withConfig, withFields } from "./faulty-body";
import { malformedContents } from "./malformed-contents";
import { malformedTools } from "./malformed-tools";

const CONFIG = "generationConfig";

const body: readonly MalformedInput[] = [
  { title: "a body without contents", body: {}, code: MISSING, param: "contents" },
  {
    title: "contents that are a text",
    body: { contents: "Hi" },
    code: "invalid_type",
    param: "contents",
    says: "an array of objects, but got a string",
  },
  { title: "empty contents", body: { contents: [] }, code: "empty_array", param: "contents" },
  {
    title: "more contents than anyone needs",
    body: { contents: Array.from({ length: 10_001 }, () => USER) },
    code: "array_above_max_length",
    param: "contents",
    says: "10001",
  },
  {
    title: "a temperature in quotes",
    body: withConfig({ temperature: "0.7" }),
    code: "invalid_type",
    param: `${CONFIG}.temperature`,
  },
  {
    title: "a fraction of max_output_tokens in either spelling",
    body: { contents: [USER], generation_config: { max_output_tokens: 1.5 } },
    code: "invalid_type",
    param: `${CONFIG}.maxOutputTokens`,
    says: "an integer, but got a decimal number",
  },
  {
    title: "a generationConfig that is a list",
    body: withConfig([null]),
    code: "invalid_type",
    param: CONFIG,
  },
  {
    title: "a candidateCount of 0",
    body: withConfig({ candidateCount: 0 }),
    code: "integer_below_min_value",
    param: `${CONFIG}.candidateCount`,
  },
  {
    title: "a candidateCount of 9",
    body: withConfig({ candidateCount: 9 }),
    code: "integer_above_max_value",
    param: `${CONFIG}.candidateCount`,
    says: "at most 8",
  },
  {
    title: "a stop sequence that is a number",
    body: withConfig({ stopSequences: ["a", 1] }),
    code: "invalid_type",
    param: `${CONFIG}.stopSequences[1]`,
  },
  {
    title: "a media type that nobody can write",
    body: withConfig({ responseMimeType: "text/yaml" }),
    code: "invalid_value",
    param: `${CONFIG}.responseMimeType`,
    says: "'text/x.enum'",
  },
  {
    title: "a schema for plain text",
    body: withConfig({ responseMimeType: "text/plain", responseSchema: { type: "STRING" } }),
    code: "invalid_value",
    param: `${CONFIG}.responseMimeType`,
  },
  {
    title: "two schemas",
    body: withConfig({ responseSchema: {}, responseJsonSchema: {} }),
    code: "invalid_value",
    param: `${CONFIG}.responseJsonSchema`,
    says: "'responseSchema'",
  },
  {
    title: "a responseSchema that is a text",
    body: withConfig({ responseSchema: "object" }),
    code: "invalid_type",
    param: `${CONFIG}.responseSchema`,
  },
  {
    title: "safetySettings that are an object",
    body: withFields({ safetySettings: {} }),
    code: "invalid_type",
    param: "safetySettings",
  },
  {
    title: "a systemInstruction that is a number",
    body: withFields({ systemInstruction: 1 }),
    code: "invalid_type",
    param: "systemInstruction",
  },
  {
    title: "a systemInstruction with a strange part",
    body: withFields({ systemInstruction: { parts: [{ txt: "Hi" }] } }),
    code: "invalid_value",
    param: "systemInstruction.parts[0]",
    says: "'inlineData'",
  },
];

const REFUSED = "unsupported_parameter";

const refused: readonly MalformedInput[] = [
  ...["cachedContent", "continuationToken", "modelArmorConfig"].map((param) => ({
    title: `${param} and names it`,
    body: withFields({ [param]: "any" }),
    code: REFUSED,
    param,
  })),
  ...["speechConfig", "imageConfig", "generationOutputConfig"].map((name) => ({
    title: `${name} and names it`,
    body: withConfig({ [name]: {} }),
    code: REFUSED,
    param: `${CONFIG}.${name}`,
  })),
  {
    title: "responseLogprobs and names it",
    body: withConfig({ responseLogprobs: true }),
    code: REFUSED,
    param: `${CONFIG}.responseLogprobs`,
  },
  {
    title: "logprobs and names it",
    body: withConfig({ logprobs: 0 }),
    code: REFUSED,
    param: `${CONFIG}.logprobs`,
  },
  {
    title: "images as output and names them",
    body: withConfig({ responseModalities: ["TEXT", "IMAGE"] }),
    code: "unsupported_value",
    param: `${CONFIG}.responseModalities`,
    says: "'IMAGE'",
  },
  {
    title: "audio as output by its number",
    body: withConfig({ response_modalities: 3 }),
    code: "unsupported_value",
    param: `${CONFIG}.responseModalities`,
    says: "'AUDIO'",
  },
  {
    title: "audio as a response format and names it",
    body: withConfig({ responseFormat: [{ text: {} }, { audio: {} }] }),
    code: REFUSED,
    param: `${CONFIG}.responseFormat[1].audio`,
  },
];

/** The model is in the path, so a body alone lacks it. */
const withoutHints: readonly MalformedInput[] = [
  {
    title: "a request without a model",
    body: { contents: [USER] },
    hints: {},
    code: MISSING,
    param: "model",
    says: "Missing required parameter",
  },
];

export const malformed: readonly MalformedInput[] = [
  ...withoutHints,
  ...[...body, ...malformedContents, ...malformedTools, ...refused].map((input) => ({
    hints: HINTS,
    ...input,
  })),
];
