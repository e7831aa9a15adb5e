import type { JsonObject, JsonValue } from "../../../src/core/json";

/** Bodies that are right but for one thing. */

export const USER = { role: "user", content: "Hello" };

export function withFields(fields: JsonObject): JsonObject {
  return { model: "a-session", max_tokens: 64, messages: [USER], ...fields };
}

export function withMessage(message: JsonValue): JsonObject {
  return withFields({ messages: [USER, message] });
}

/** In the second place of the second message's content. */
export function withBlock(block: JsonValue, role = "user"): JsonObject {
  return withMessage({ role, content: [{ type: "text", text: "Look:" }, block] });
}

export const MISSING = "missing_required_parameter";
export const TOOL = { name: "look_up", input_schema: { type: "object" } };
