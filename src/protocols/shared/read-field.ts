import type { ApiError } from "../../core/api-error";
import type { JsonObject, JsonValue } from "../../core/json";
import { isJsonObject } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import { invalidType, missingParameter } from "./wire-issue";

/**
 * Typed reads of a body's fields, for the parts of a request that are validated and translated in one pass. A schema's union
 * could not say which of a role's fields is at fault.
 */

export function readString(from: JsonObject, key: string, path: string): Result<string, ApiError> {
  const value = from[key];
  if (typeof value === "string") return succeed(value);
  return fail(faultOf(value, `${path}.${key}`, "a string"));
}

/** `null` counts as absent, as it does for the vendors. */
export function readOptionalString(
  from: JsonObject,
  key: string,
  path: string,
): Result<string | undefined, ApiError> {
  const value = from[key];
  if (value === undefined || value === null) return succeed(undefined);
  if (typeof value === "string") return succeed(value);
  return fail(invalidType(`${path}.${key}`, "a string", value));
}

export function readObject(
  from: JsonObject,
  key: string,
  path: string,
): Result<JsonObject, ApiError> {
  const value = from[key];
  if (isJsonObject(value)) return succeed(value);
  return fail(faultOf(value, `${path}.${key}`, "an object"));
}

export function faultOf(value: JsonValue | undefined, param: string, expected: string): ApiError {
  return value === undefined ? missingParameter(param) : invalidType(param, expected, value);
}
