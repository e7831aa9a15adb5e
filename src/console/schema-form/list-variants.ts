import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { isNothing, type Variant, type VariantLabel } from "./form-node";
import { resolveAll } from "./resolve-schema";
import type { SchemaContext } from "./schema-context";
import { kindOfSchema } from "./schema-kind";

/** Above this a picker is of no use, and unions that contain each other may have no end. */
const VARIANTS_MAX = 64;

/**
 * The shapes that a resolved schema lets its writer pick from; null if it is no choice. A choice inside a choice is laid out flat, as in
 * `null or one of these`, so that there is one picker. What the schema says beside the choice counts for each.
 */
export function listVariants(
  context: SchemaContext,
  schema: JsonObject,
): readonly Variant[] | null {
  const kind = kindOfSchema(schema);
  if (kind.kind !== "choice" && kind.kind !== "types") return null;
  const variants = layOut(context, schema, [], 0);
  return variants.length > VARIANTS_MAX
    ? null
    : withoutSecondNull(
        variants.map(({ resolved, ...variant }, index) => ({
          ...variant,
          label: labelVariant(resolved, index),
        })),
      );
}

function withoutSecondNull(variants: readonly Variant[]): readonly Variant[] {
  const first = variants.findIndex(isNothing);
  return variants.filter((variant, index) => index === first || !isNothing(variant));
}

type Unlabelled = Omit<Variant, "label"> & { readonly resolved: JsonObject | null };

/** Deep enough for every union seen, and an end for one that contains itself. */
const DEPTH_MAX = 4;

function layOut(
  context: SchemaContext,
  schema: JsonObject,
  branch: readonly number[],
  depth: number,
): readonly Unlabelled[] {
  const kind = kindOfSchema(schema);
  if (kind.kind === "types")
    return kind.types.map((type) => {
      const narrowed = { ...withoutAnnotations(schema), type };
      return { schema: narrowed, branch, resolved: narrowed };
    });
  if (kind.kind !== "choice" || depth >= DEPTH_MAX) return [{ schema, branch, resolved: schema }];
  const { [kind.keyword]: _options, ...base } = withoutAnnotations(schema);
  const variants: Unlabelled[] = [];
  for (const [index, option] of kind.options.entries()) {
    if (variants.length > VARIANTS_MAX) break;
    const resolved = resolveAll(context, [option, base]);
    const inner = [...branch, index];
    if (resolved === null) variants.push({ schema: option, branch: inner, resolved });
    else variants.push(...layOut(context, resolved, inner, depth + 1));
  }
  return variants;
}

/** A choice's own title names the choice and none of its shapes. */
function withoutAnnotations(schema: JsonObject): JsonObject {
  const { title: _title, description: _description, default: _default, ...rest } = schema;
  return rest;
}

function labelVariant(schema: JsonObject | null, index: number): VariantLabel {
  const numbered = { kind: "number", number: index + 1 } as const;
  if (schema === null) return numbered;
  if (schema["type"] === "null") return { kind: "type", type: "null" };
  if (typeof schema["title"] === "string") return { kind: "title", text: schema["title"] };
  const kind = kindOfSchema(schema);
  if (kind.kind === "const")
    return kind.value === null
      ? { kind: "type", type: "null" }
      : { kind: "constant", text: textOf(kind.value) };
  const constant = tellingConstant(schema);
  if (constant !== undefined) return { kind: "constant", text: textOf(constant) };
  return kind.kind === "type" ? { kind: "type", type: kind.type } : numbered;
}

/** What tells objects of a union apart: a required property with one possible value. */
function tellingConstant({ properties, required }: JsonObject): JsonValue | undefined {
  if (!isJsonObject(properties) || !Array.isArray(required)) return undefined;
  for (const name of required as readonly JsonValue[]) {
    const property = typeof name === "string" ? properties[name] : undefined;
    if (!isJsonObject(property)) continue;
    const { const: constant, enum: options } = property;
    if (constant !== undefined) return constant;
    if (Array.isArray(options) && options.length === 1) return options[0] as JsonValue;
  }
  return undefined;
}

function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
