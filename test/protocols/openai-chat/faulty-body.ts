import type { JsonObject, JsonValue } from "../../../src/core/json";

/** Bodies that are right but for one thing. */

export const USER = { role: "user", content: "Hello" };

export function withFields(fields: JsonObject): JsonObject {
  return { model: "a-session", messages: [USER], ...fields };
}

export function withMessage(message: JsonValue): JsonObject {
  return { model: "a-session", messages: [USER, message] };
}

export function withPart(part: JsonValue): JsonObject {
  return withMessage({ role: "user", content: [{ type: "text", text: "Look:" }, part] });
}

export const MISSING = "missing_required_parameter";
export const TOOL = { type: "function", function: { name: "look_up" } };
