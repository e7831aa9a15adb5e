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

/** A path that a client made of a wrong base URL: with a whole endpoint in it, a seat in another place, or a path of another server. */
const END_OF_CHAT =
  /\/(?:chat\/completions|completions|responses|messages|api\/chat|api\/generate)$/;

/** The error of a path that leads nowhere. */
export function nothingAt(context: AppContext): ApiError {
  const { method, path } = context.req;
  const place = `${method} ${path.slice(0, PATH_CHARS_SHOWN)}`;
  const hint = END_OF_CHAT.test(path)
    ? " A client's base URL is the address of this server, with /v1 or without it; /caller or /responder stands before /v1."
    : "";
  return notFound("not_found", `There is nothing at ${place}.${hint}`);
}

export function notFound(code: string, message: string, param: string | null = null): ApiError {
  return { kind: "not-found", status: 404, code, message, param };
}
