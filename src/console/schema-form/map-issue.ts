import type { OutputUnit } from "@cfworker/json-schema";
import { isJsonObject, type JsonValue } from "../../core/json";

/** What is wrong with a value, with what a sentence about it needs. */
export type IssueFault =
  | { readonly kind: "required"; readonly name: string }
  | { readonly kind: "type"; readonly expected: readonly string[] }
  | { readonly kind: "enum"; readonly options: readonly JsonValue[] }
  | { readonly kind: "const"; readonly value: JsonValue }
  | { readonly kind: LimitKind; readonly limit: number }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "format"; readonly format: string }
  | { readonly kind: "uniqueItems" | "no-variant" | "several-variants" | "not-allowed" }
  /** What has no sentence of its own, with its keyword if there is one. */
  | { readonly kind: "other"; readonly keyword: string | null };

export type LimitKind = (typeof LIMIT_KINDS)[number];

export const LIMIT_KINDS = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;

/** These only say that something inside is at fault, which has a unit of its own. */
const OUTER_KEYWORDS: ReadonlySet<string> = new Set([
  "$ref",
  "$recursiveRef",
  "additionalItems",
  "additionalProperties",
  "allOf",
  "dependentSchemas",
  "if",
  "items",
  "patternProperties",
  "prefixItems",
  "properties",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
]);

/** The faults that a unit of the library's stands for, from its keyword's value in the schema and from the value at its place. */
export function mapIssue(
  { keyword, keywordLocation }: OutputUnit,
  said: JsonValue | undefined,
  value: JsonValue | undefined,
  isAmbiguous: boolean,
): readonly IssueFault[] {
  if (OUTER_KEYWORDS.has(keyword)) return [];
  const limit = LIMIT_KINDS.find((kind) => kind === keyword);
  if (limit !== undefined && typeof said === "number") return [{ kind: limit, limit: said }];
  switch (keyword) {
    case "required":
      // There is a unit for each name, and none says which; each stands for all, and repeats go.
      return missingNames(said, value).map((name) => ({ kind: "required", name }));
    case "type":
      return [{ kind: "type", expected: textsOf(Array.isArray(said) ? said : [said]) }];
    case "enum":
      return [{ kind: "enum", options: Array.isArray(said) ? (said as readonly JsonValue[]) : [] }];
    case "const":
      return said === undefined ? [other(keyword)] : [{ kind: "const", value: said }];
    case "pattern":
    case "format":
      return typeof said === "string" ? [textFault(keyword, said)] : [other(keyword)];
    case "uniqueItems":
      return [{ kind: "uniqueItems" }];
    case "anyOf":
    case "oneOf":
      return [{ kind: isAmbiguous ? "several-variants" : "no-variant" }];
    case "false":
      return [{ kind: "not-allowed" }];
    default:
      return [other(keywordLocation.endsWith(`/${keyword}`) ? keyword : null)];
  }
}

function other(keyword: string | null): IssueFault {
  return { kind: "other", keyword };
}

function textFault(kind: "pattern" | "format", said: string): IssueFault {
  return kind === "pattern" ? { kind, pattern: said } : { kind, format: said };
}

function missingNames(said: JsonValue | undefined, value: JsonValue | undefined): string[] {
  if (!Array.isArray(said) || !isJsonObject(value)) return [];
  return textsOf(said).filter((name) => !Object.hasOwn(value, name));
}

function textsOf(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === "string");
}
