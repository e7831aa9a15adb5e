import type { ApiError } from "../../core/api-error";
import type { JsonValue } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import { faultOf } from "../shared/read-field";
import { emptyArray, missingParameter, unsupportedValue } from "../shared/wire-issue";

/** One text, alone or in a list. Several prompts would be several questions, each with a reply of its own. */
export function decodePrompt(value: JsonValue | undefined): Result<string, ApiError> {
  const param = "prompt";
  if (value === undefined || value === null) return fail(missingParameter(param));
  if (typeof value === "string") return succeed(value);
  if (!Array.isArray(value)) return fail(faultOf(value, param, "one of a string or array"));
  const [first, ...others] = value as readonly JsonValue[];
  if (first === undefined) return fail(emptyArray(param));
  if (typeof first === "number" || Array.isArray(first)) {
    return fail(
      unsupportedValue(param, "tokens cannot be read here; send the prompt as a string."),
    );
  }
  if (typeof first !== "string") return fail(faultOf(first, `${param}[0]`, "a string"));
  if (others.length > 0) {
    return fail(
      unsupportedValue(
        param,
        `a request holds one prompt here, and this one holds ${value.length}; send each in a request of its own.`,
      ),
    );
  }
  return succeed(first);
}
