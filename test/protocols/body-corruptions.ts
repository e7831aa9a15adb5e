import fc from "fast-check";

import type { JsonObject, JsonValue } from "../../src/core/json";

/** The body with one of its values, at any depth, replaced by any other or removed. */
export function corruptionsOf(body: JsonObject): fc.Arbitrary<JsonValue> {
  const paths: (readonly (string | number)[])[] = [];
  collectPaths(body, [], paths);
  return fc
    .record({
      path: fc.constantFrom(...paths),
      value: fc.option(fc.jsonValue({ maxDepth: 1 }), { nil: undefined }),
    })
    .map(({ path, value }) => replaceAt(body, path, value as JsonValue | undefined));
}

function collectPaths(
  value: JsonValue,
  path: readonly (string | number)[],
  paths: (readonly (string | number)[])[],
): void {
  if (typeof value !== "object" || value === null) return;
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [key, item] of entries as [string | number, JsonValue][]) {
    paths.push([...path, key]);
    collectPaths(item, [...path, key], paths);
  }
}

function replaceAt(
  value: JsonValue,
  [key, ...rest]: readonly (string | number)[],
  replacement: JsonValue | undefined,
): JsonValue {
  if (key === undefined) return replacement ?? null;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as JsonObject) }) as Record<
    string | number,
    JsonValue
  >;
  if (rest.length === 0 && replacement === undefined) delete copy[key];
  else copy[key] = replaceAt(copy[key] ?? null, rest, replacement);
  return copy;
}
