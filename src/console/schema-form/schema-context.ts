import {
  dereference,
  validate,
  type OutputUnit,
  type Schema,
  type SchemaDraft,
} from "@cfworker/json-schema";
import { draftOf } from "../../core/check-json-schema";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";

/** A whole schema, with what the library knows of its references. */
export interface SchemaContext {
  readonly schema: JsonValue;
  readonly draft: SchemaDraft;
  /** Null where the library cannot read the schema. */
  readonly lookup: Readonly<Record<string, Schema | boolean>> | null;
}

/** Copies the schema, since the library writes what it finds into the object. */
export function createSchemaContext(schema: JsonObject): SchemaContext {
  const copy = JSON.parse(JSON.stringify(schema)) as JsonObject;
  return { schema: copy, draft: draftOf(copy), lookup: readReferences(copy) };
}

function readReferences(schema: JsonObject): SchemaContext["lookup"] {
  try {
    return dereference(schema);
  } catch {
    // The library throws for ids that are no addresses, or that stand for two schemas.
    return null;
  }
}

/** The library's verdict on a value under a part of the schema; null where it cannot give one. */
export function checkValue(
  { draft, lookup }: SchemaContext,
  schema: JsonValue,
  value: JsonValue,
): { readonly isValid: boolean; readonly units: readonly OutputUnit[] } | null {
  if (lookup === null) return null;
  if (typeof schema !== "boolean" && !isJsonObject(schema)) return null;
  try {
    const { valid, errors } = validate(value, schema, draft, lookup, false);
    return { isValid: valid, units: errors };
  } catch {
    // The library throws for references to nothing, for patterns that are none, and for nesting without end.
    return null;
  }
}

/** What a `$ref` leads to; undefined where it leads nowhere. */
export function referredSchema(
  { lookup }: SchemaContext,
  schema: JsonObject,
): JsonValue | undefined {
  const { __absolute_ref__: address, $ref } = schema as Schema;
  return lookup?.[address ?? $ref ?? ""];
}

/** Whether keywords beside a `$ref` count, which they do since the draft of 2019. */
export function ignoresSiblings({ draft }: SchemaContext): boolean {
  return draft === "4" || draft === "7";
}

/** The value of a keyword by the library's way to it, which goes through references; undefined where the way is none. */
export function keywordAt(context: SchemaContext, way: readonly string[]): JsonValue | undefined {
  let place: JsonValue | undefined = context.schema;
  for (const token of way) {
    if (Array.isArray(place)) place = (place as readonly JsonValue[])[Number(token)];
    else if (!isJsonObject(place)) return undefined;
    else if (token === "$ref") place = referredSchema(context, place);
    else place = Object.hasOwn(place, token) ? place[token] : undefined;
  }
  return place;
}
