import { parseJson, type JsonValue } from "../../core/json";
import { LIMITS } from "../../core/limits";

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LOOSE_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const STRINGS_AND_NUMBERS = /"(?:[^"\\]|\\[\s\S])*"|-?\d[\d.eE+-]*/g;

/** JSON for a number as a person types it: wide digits of a Japanese keyboard, `+1`, `.5`. Null if it is none. */
export function numberToJson(text: string): string | null {
  const typed = text.normalize("NFKC").replaceAll("−", "-").trim();
  if (!Number.isFinite(Number(typed))) return null;
  if (NUMBER.test(typed)) return typed;
  return LOOSE_NUMBER.test(typed) ? JSON.stringify(Number(typed)) : null;
}

export function numberToText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

export function parseJsonText(text: string): JsonValue | undefined {
  const parsed = parseJson(text, LIMITS.jsonDepthMax);
  return parsed.ok ? parsed.value : undefined;
}

/** Whether JSON text has a number that would come back as another, as an id of 19 digits does. */
export function hasInexactNumber(text: string): boolean {
  for (const [token] of text.matchAll(STRINGS_AND_NUMBERS))
    if (!token.startsWith('"') && !isExact(token)) return true;
  return false;
}

function isExact(literal: string): boolean {
  const value = Number(literal);
  if (!Number.isFinite(value)) return false;
  // The platform writes the shortest decimal that comes back as the same double.
  if (normalised(literal) === normalised(String(value))) return true;
  return /^-?\d+$/.test(literal) && BigInt(literal) === BigInt(value);
}

/** A decimal's digits and its exponent, so that `1.0` and `1e0` are equal. */
function normalised(literal: string): string {
  const [coefficient = "", exponent = "0"] = literal.toLowerCase().split("e");
  const [whole = "", fraction = ""] = coefficient.replace("-", "").split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  const trailing = digits.length - digits.replace(/0+$/, "").length;
  const scale = Number(exponent) - fraction.length + trailing;
  return `${literal.startsWith("-") ? "-" : ""}${digits.replace(/0+$/, "")}e${scale}`;
}
