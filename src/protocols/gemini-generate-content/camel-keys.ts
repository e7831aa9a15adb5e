import type { JsonObject, JsonValue } from "../../core/json";

/**
 * Google's JSON is that of protocol buffers: every field may be written in camelCase or in snake_case, `null` is the same as absent,
 * and a list of one may be written without its brackets, as some of Google's own examples do.
 *
 * @see https://protobuf.dev/programming-guides/json/ (2026-11)
 */

/** The object with its fields' names in camelCase, one level deep: below some fields the names are the client's own. */
export function camelKeys(object: JsonObject): JsonObject {
  const entries = Object.entries(object);
  if (entries.every(([name, value]) => value !== null && !name.includes("_"))) return object;
  const camel = new Map<string, JsonValue>();
  for (const [name, value] of entries) {
    const known = camelName(name);
    // Where both spellings are there, the one that needs no translation counts.
    if (value !== null && (name === known || !camel.has(known))) camel.set(known, value);
  }
  return Object.fromEntries(camel);
}

export function camelName(name: string): string {
  return name
    .replace(/^_+/, "")
    .replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** A field that may be repeated; undefined where it is absent or no list of objects at all. */
export function asList(value: JsonValue | undefined): JsonValue | undefined {
  const isOne = typeof value === "object" && value !== null && !Array.isArray(value);
  return isOne ? [value] : value;
}
