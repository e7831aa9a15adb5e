import type { JsonObject, JsonValue } from "../../../src/core/json";

/** Bodies that are right but for one thing. */

export const USER = { role: "user", parts: [{ text: "Hello" }] };
export const HINTS = { model: "a-session" };
export const MISSING = "missing_required_parameter";

export function withFields(fields: JsonObject): JsonObject {
  return { contents: [USER], ...fields };
}

export function withContent(content: JsonValue): JsonObject {
  return { contents: [USER, content] };
}

export function withPart(part: JsonValue): JsonObject {
  return withContent({ role: "user", parts: [{ text: "Look:" }, part] });
}

export function withConfig(generationConfig: JsonValue): JsonObject {
  return withFields({ generationConfig });
}

export function withFunctions(declarations: JsonValue, config?: JsonObject): JsonObject {
  return withFields({
    tools: [{ functionDeclarations: declarations }],
    ...(config === undefined ? {} : { toolConfig: { functionCallingConfig: config } }),
  });
}
