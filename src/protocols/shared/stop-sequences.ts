import { z } from "zod";

import type { ApiError } from "../../core/api-error";
import type { JsonValue } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import { invalidType } from "./wire-issue";
import { apiErrorOfZodError } from "./zod-issue";

/** OpenAI takes 4; servers that speak its dialect take more, and all of them can be honoured. */
export const STOP_SEQUENCES_MAX = 64;
/** A stop sequence is searched at the end of each piece of text; longer ones are no known program's. */
export const STOP_SEQUENCE_CHARS_MAX = 256;

const wireStopSequences = z.array(z.string().max(STOP_SEQUENCE_CHARS_MAX)).max(STOP_SEQUENCES_MAX);

/** A string or a list of them. An empty sequence would stop every text before its beginning; clients send it for "none". */
export function decodeStopSequences(
  value: JsonValue | undefined,
  param: string,
): Result<readonly string[], ApiError> {
  if (value === undefined || value === null) return succeed([]);
  if (typeof value !== "string" && !Array.isArray(value)) {
    return fail(invalidType(param, "one of a string or array of strings", value));
  }
  const list = typeof value === "string" ? [value] : value;
  const parsed = wireStopSequences.safeParse(list);
  if (!parsed.success) return fail(apiErrorOfZodError(parsed.error, list, param));
  return succeed(parsed.data.filter((stop) => stop !== ""));
}

/** What a response's context has of them. It may have been written by another version of the code that reads it. */
export function storedStopSequences(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((stop) => typeof stop === "string") : [];
}
