import type { ApiError } from "../core/api-error";
import type { AppContext } from "./app-types";
import { addLogFields } from "./app-types";

/** An error in the shape and with the status of the dialect that was called. */
export function errorResponse(
  context: AppContext,
  error: ApiError,
  headers: Readonly<Record<string, string>> = {},
): Response {
  addLogFields(context, { code: error.code });
  const encoded = context.get("codec").encodeError(error, context.get("requestId"));
  return new Response(encoded.body, {
    status: encoded.status,
    headers: { ...encoded.headers, ...headers },
  });
}

/** Enough to recognise a mistyped path in an error. */
const PATH_CHARS_SHOWN = 200;

/** The error of a path that leads nowhere. */
export function nothingAt(context: AppContext): ApiError {
  const place = `${context.req.method} ${context.req.path.slice(0, PATH_CHARS_SHOWN)}`;
  return notFound("not_found", `There is nothing at ${place}.`);
}

export function notFound(code: string, message: string, param: string | null = null): ApiError {
  return { kind: "not-found", status: 404, code, message, param };
}
