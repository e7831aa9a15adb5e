import type { z } from "zod";
import { invalidRequest, type ApiError } from "../core/api-error";
import { fail, succeed, type Result } from "../core/result";
import { paramOfPath } from "../protocols/shared/zod-issue";
import { parseJsonBody, readBody } from "./read-body";

/** Checks a value from outside against a schema; the first fault is told with its path. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown): Result<T, ApiError> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return succeed(parsed.data);
  const [issue] = parsed.error.issues;
  const param = paramOfPath(issue?.path ?? []) || null;
  const message = `${param === null ? "" : `${param}: `}${issue?.message ?? "Invalid input."}`;
  return fail(invalidRequest("invalid_value", message, param));
}

export async function readJsonWith<T>(
  schema: z.ZodType<T>,
  request: Request,
  bytesMax: number,
): Promise<Result<T, ApiError>> {
  const body = await readBody(request, bytesMax);
  if (!body.ok) return body;
  const json = parseJsonBody(body.value);
  return json.ok ? parseWith(schema, json.value) : json;
}
