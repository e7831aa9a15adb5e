import { deepCompareStrict } from "@cfworker/json-schema";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { buildArray, buildObject, type Nested } from "./build-container";
import type { FieldSource } from "./field-source";
import { labelOf, isNullable, isNothing } from "./form-node";
import type { ChoiceField, FormField, JsonType, RawField, RawReason, Variant } from "./form-node";
import { numberToText } from "./json-text";
import { listVariants } from "./list-variants";
import { resolveSchema } from "./resolve-schema";
import { checkValue, type SchemaContext } from "./schema-context";
import { isOfType, kindOfSchema } from "./schema-kind";

/** Deeper than a person reads a form; what is below is JSON. */
export const FIELD_DEPTH_MAX = 12;

/** Makes the field for a part of the schema, with a value or, where none is given, with the schema's default. */
export function buildField(context: SchemaContext, source: FieldSource): FormField {
  const { schema, depth } = source;
  const resolved = resolveSchema(context, schema);
  const value = source.value === undefined ? defaultOf(context, schema, resolved) : source.value;
  if (resolved === null) return rawField(schema, value, "open", {});
  if (depth >= FIELD_DEPTH_MAX) return rawField(schema, value, "too-deep", resolved);
  const filled = { ...source, value };
  const variants = listVariants(context, resolved);
  if (variants !== null) return buildChoice(context, filled, resolved, variants);
  return buildSimple(context, filled, resolved);
}

/** The schema's default, unless it does not fit the schema itself. */
function defaultOf(
  context: SchemaContext,
  schema: JsonValue,
  resolved: JsonObject | null,
): JsonValue | undefined {
  const value = resolved?.["default"];
  if (value === undefined) return undefined;
  return checkValue(context, schema, value)?.isValid === true ? value : undefined;
}

function buildSimple(context: SchemaContext, source: FieldSource, resolved: JsonObject): FormField {
  const { schema, value } = source;
  const base = { schema, ...labelOf(resolved) };
  const kind = kindOfSchema(resolved);
  switch (kind.kind) {
    case "const":
      return value === undefined || deepCompareStrict(value, kind.value)
        ? { ...base, kind: "fixed", value: kind.value }
        : rawField(schema, value, "misfit", resolved);
    case "enum": {
      const index = kind.options.findIndex((one) => deepCompareStrict(one, value));
      if (value !== undefined && index === -1) return rawField(schema, value, "misfit", resolved);
      const selectedIndex = value === undefined ? newOption(kind.options) : index;
      return { ...base, kind: "enum", options: kind.options, selectedIndex };
    }
    case "type":
      return value !== undefined && !isOfType(value, kind.type === "integer" ? "number" : kind.type)
        ? rawField(schema, value, "misfit", resolved)
        : buildTyped(context, source, resolved, kind.type);
    case "choice":
    case "types":
    case "open":
      return rawField(schema, value, "open", resolved);
  }
}

/** The value, if there is one, is of the type. */
function buildTyped(
  context: SchemaContext,
  source: FieldSource,
  resolved: JsonObject,
  type: JsonType,
): FormField {
  const base = { schema: source.schema, ...labelOf(resolved) };
  const { value } = source;
  const nested: Nested = {
    context,
    source,
    build: (inner) => buildField(context, inner),
  };
  switch (type) {
    case "object":
      return buildObject(nested, resolved, isJsonObject(value) ? value : undefined);
    case "array":
      return buildArray(nested, resolved, Array.isArray(value) ? value : undefined);
    case "null":
      return { ...base, kind: "fixed", value: null };
    case "boolean":
      return { ...base, kind: "boolean", value: typeof value === "boolean" ? value : null };
    case "number":
    case "integer":
      return {
        ...base,
        kind: "number",
        text: typeof value === "number" ? numberToText(value) : "",
        isInteger: type === "integer",
        minimum: numberIn(resolved, "minimum"),
        maximum: numberIn(resolved, "maximum"),
      };
    case "string":
      return {
        ...base,
        kind: "string",
        text: typeof value === "string" ? value : "",
        format: textIn(resolved, "format"),
        mediaType: textIn(resolved, "contentMediaType"),
        pattern: textIn(resolved, "pattern"),
        charsMin: numberIn(resolved, "minLength"),
        charsMax: numberIn(resolved, "maxLength"),
      };
  }
}

function buildChoice(
  context: SchemaContext,
  source: FieldSource,
  resolved: JsonObject,
  variants: readonly Variant[],
): ChoiceField {
  const buildAt = (index: number): Chosen => {
    const schema = variants[index]?.schema ?? true;
    const field = buildField(context, { ...source, schema, depth: source.depth + 1 });
    return { selectedIndex: index, field };
  };
  const chosen =
    source.value === undefined
      ? buildAt(newVariant(variants))
      : fittingVariant(context, variants, source.value, buildAt);
  const base = { schema: source.schema, ...labelOf(resolved) };
  return { ...base, kind: "choice", variants, ...chosen, left: {} };
}

type Chosen = Pick<ChoiceField, "selectedIndex" | "field">;

/** Where there is a choice, only the writer makes it; but a value that may be null is not given until it is. */
function newOption(options: readonly JsonValue[]): number | null {
  if (options.length === 1) return 0;
  return options.includes(null) ? options.indexOf(null) : null;
}

/** A value that may be null is not given until it is: vendors' strict schemas say "optional" in this way. */
function newVariant(variants: readonly Variant[]): number {
  return isNullable({ variants }) ? variants.findIndex(isNothing) : 0;
}

/**
 * The first shape that the value fits, or else that looks like it. A schema without a type is fitted by values of every other type too,
 * so that of the shapes that fit the one that shows most of the value is taken.
 */
function fittingVariant(
  context: SchemaContext,
  variants: readonly Variant[],
  value: JsonValue,
  buildAt: (index: number) => Chosen,
): Chosen {
  const indices = [...variants.keys()];
  const valid = indices.filter(
    (index) => checkValue(context, variants[index]?.schema ?? true, value)?.isValid === true,
  );
  let best: Chosen | null = null;
  for (const index of valid.length === 0 ? indices : valid) {
    const chosen = buildAt(index);
    if (chosen.field.kind !== "raw") return chosen;
    const isBetter = best?.field.kind === "raw" && best.field.reason === "misfit";
    if (best === null || (isBetter && chosen.field.reason !== "misfit")) best = chosen;
  }
  return best ?? buildAt(0);
}

function rawField(
  schema: JsonValue,
  value: JsonValue | undefined,
  reason: RawReason,
  resolved: JsonObject,
): RawField {
  const text = value === undefined ? "" : JSON.stringify(value, null, 2);
  return { schema, ...labelOf(resolved), kind: "raw", text, reason };
}

function numberIn(schema: JsonObject, keyword: string): number | null {
  const value = schema[keyword];
  return typeof value === "number" ? value : null;
}

function textIn(schema: JsonObject, keyword: string): string | null {
  const value = schema[keyword];
  return typeof value === "string" ? value : null;
}
