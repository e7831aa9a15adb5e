import { invalidRequest, type ApiError } from "../../core/api-error";

/** The 400s of every dialect: a stable code, the parameter's path, and a sentence with what was expected and what was got. */

export function missingParameter(param: string): ApiError {
  return invalidRequest(
    "missing_required_parameter",
    `Missing required parameter: '${param}'.`,
    param,
  );
}

export function invalidType(param: string, expected: string, got: unknown): ApiError {
  return invalidRequest(
    "invalid_type",
    `Invalid type for '${param}': expected ${expected}, but got ${describeType(got)} instead.`,
    param,
  );
}

export function invalidChoice(param: string, supported: readonly string[], got: string): ApiError {
  const values = supported.map((value) => `'${value}'`).join(", ");
  return invalidRequest(
    "invalid_value",
    `Invalid value for '${param}': got '${quotable(got)}'. Supported values: ${values}.`,
    param,
  );
}

export function invalidValue(param: string, sentence: string): ApiError {
  return invalidRequest("invalid_value", `Invalid value for '${param}': ${sentence}`, param);
}

export function emptyArray(param: string): ApiError {
  return invalidRequest(
    "empty_array",
    `Invalid '${param}': expected an array with at least one item, but got an empty array instead.`,
    param,
  );
}

export function tooManyItems(param: string, lengthMax: number, length: number): ApiError {
  return invalidRequest(
    "array_above_max_length",
    `Invalid '${param}': expected an array with at most ${lengthMax} items, but got ${length}.`,
    param,
  );
}

/** For what cannot be honoured: a refusal that names the parameter and the reason, never silence. */
export function unsupportedParameter(param: string, reason: string): ApiError {
  return invalidRequest(
    "unsupported_parameter",
    `Unsupported parameter: '${param}'. ${reason}`,
    param,
  );
}

export function unsupportedValue(param: string, sentence: string): ApiError {
  return invalidRequest(
    "unsupported_value",
    `Unsupported value for '${param}': ${sentence}`,
    param,
  );
}

export function describeType(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a decimal number";
  if (typeof value === "object") return "an object";
  return `a ${typeof value}`;
}

/** Long enough to recognise one's own value, short enough for a log line. */
const QUOTED_CHARS_MAX = 80;

export function quotable(text: string): string {
  return text.length > QUOTED_CHARS_MAX ? `${text.slice(0, QUOTED_CHARS_MAX)}…` : text;
}
