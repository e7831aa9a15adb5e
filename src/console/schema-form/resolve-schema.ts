import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { mergeSchemas } from "./merge-schemas";
import { ignoresSiblings, referredSchema, type SchemaContext } from "./schema-context";

const ANNOTATIONS = ["title", "description", "default"] as const;

/**
 * A part of the schema with its references followed and its `allOf` merged, one level deep: what is inside stays as it was written, so
 * that a schema that contains itself comes to an end. Null where a form cannot show it: a reference that leads nowhere or back to
 * itself, parts that cannot be merged, and schemas that are `false`.
 */
export function resolveSchema(context: SchemaContext, schema: JsonValue): JsonObject | null {
  return resolve(context, schema, new Set());
}

/** One schema out of several that all count, or null. */
export function resolveAll(
  context: SchemaContext,
  schemas: readonly JsonValue[],
): JsonObject | null {
  return mergeAll(schemas.map((schema) => resolveSchema(context, schema)));
}

function resolve(
  context: SchemaContext,
  schema: JsonValue,
  seen: ReadonlySet<JsonValue>,
): JsonObject | null {
  if (schema === true) return {};
  if (!isJsonObject(schema) || seen.has(schema)) return null;
  const inside = new Set(seen).add(schema);
  // The older way to refer to what surrounds a schema is not followed.
  if ("$recursiveRef" in schema || "$dynamicRef" in schema) return null;
  const { $ref, allOf, ...rest } = schema;
  const parts: (JsonObject | null)[] = [];
  if ($ref !== undefined) {
    const target = referredSchema(context, schema);
    const referred = target === undefined ? null : resolve(context, target, inside);
    if (ignoresSiblings(context)) return mergeAll([annotationsOf(rest), referred]);
    parts.push(referred);
  }
  if (allOf !== undefined) {
    if (!Array.isArray(allOf)) return null;
    parts.push(...(allOf as readonly JsonValue[]).map((part) => resolve(context, part, inside)));
  }
  return mergeAll([rest, ...parts]);
}

function annotationsOf(schema: JsonObject): JsonObject {
  const known = ANNOTATIONS.flatMap((name) => {
    const value = schema[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(known);
}

function mergeAll(schemas: readonly (JsonObject | null)[]): JsonObject | null {
  let merged: JsonObject | null = {};
  for (const schema of schemas)
    merged = merged === null || schema === null ? null : mergeSchemas(merged, schema);
  return merged;
}
