import type { JsonObject, JsonValue } from "../../../src/core/json";

/** Bodies that are right but for one thing. */

export const USER = { role: "user", content: "Hello" };

export function withFields(fields: JsonObject): JsonObject {
  return { model: "a-session", input: [USER], ...fields };
}

export function withItem(item: JsonValue): JsonObject {
  return { model: "a-session", input: [USER, item] };
}

export function withPart(part: JsonValue): JsonObject {
  return withItem({ role: "user", content: [{ type: "input_text", text: "Look:" }, part] });
}

export const MISSING = "missing_required_parameter";
export const TOOL = { type: "function", name: "look_up" };
