import type { Hono } from "hono";
import type { AppTypes } from "./app-types";
import { errorResponse } from "./error-response";
import type { GuardedHandler } from "./middleware/guard-route";

type Method = "GET" | "POST" | "PUT" | "DELETE";

export type RouteHandlers = Partial<Record<Method, GuardedHandler>>;

/** Registers paths with their methods, in order. A path that is named twice has the methods of both. */
export function defineRoutes(
  app: Hono<AppTypes>,
  routes: readonly (readonly [string, RouteHandlers])[],
): void {
  const handlersByPath = new Map<string, RouteHandlers>();
  for (const [path, handlers] of routes)
    handlersByPath.set(path, { ...handlersByPath.get(path), ...handlers });
  for (const [path, handlers] of handlersByPath) defineRoute(app, path, handlers);
}

/** Registers a path with its methods; any other method gets a 405 that names them. */
export function defineRoute(app: Hono<AppTypes>, path: string, handlers: RouteHandlers): void {
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
