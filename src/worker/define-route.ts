import type { Hono } from "hono";
import type { AppTypes } from "./app-types";
import { errorResponse } from "./error-response";
import type { GuardedHandler } from "./middleware/guard-route";

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** Registers a path with its methods; any other method gets a 405 that names them. */
export function defineRoute(
  app: Hono<AppTypes>,
  path: string,
  handlers: Partial<Record<Method, GuardedHandler>>,
): void {
  for (const [method, { handle }] of Object.entries(handlers)) app.on(method, path, handle);
  const allowed = [
    ...Object.keys(handlers),
    ...("GET" in handlers ? ["HEAD"] : []),
    "OPTIONS",
  ].join(", ");
  app.all(path, (context) => {
    if (context.req.method === "OPTIONS") {
      return new Response(null, { status: 204, headers: { allow: allowed } });
    }
    return errorResponse(
      context,
      {
        kind: "method-not-allowed",
        status: 405,
        code: "method_not_allowed",
        message: `${context.req.method} is not allowed here; allowed are ${allowed}.`,
        param: null,
      },
      { allow: allowed },
    );
  });
}
