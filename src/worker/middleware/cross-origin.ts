import { createMiddleware } from "hono/factory";
import type { AppTypes } from "../app-types";

const METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS";
const EXPOSED_HEADERS = "x-request-id, request-id, retry-after, retry-after-ms, x-should-retry";
/** Browsers cap this themselves; a day spares most preflights. */
const PREFLIGHT_AGE_SECONDS = "86400";

/** Lets web pages call the server, and answers their preflights without a key, as browsers send none with those. */
export const allowCrossOrigin = createMiddleware<AppTypes>(async (context, next) => {
  // The console's own routes are for its own pages, which need no leave.
  if (context.req.path.startsWith("/console/")) return next();
  const settings = context.get("settings");
  const allowed = settings.ok ? settings.value.corsOrigins : [];
  const origin = context.req.header("origin");
  const isPreflight =
    context.req.method === "OPTIONS" &&
    context.req.header("access-control-request-method") !== undefined;
  if (isPreflight) context.res = preflightResponse(context.req.raw.headers);
  else await next();
  const { headers } = context.res;
  if (allowed === "*") headers.set("access-control-allow-origin", "*");
  else {
    headers.append("vary", "Origin");
    if (origin !== undefined && allowed.includes(origin))
      headers.set("access-control-allow-origin", origin);
  }
  if (!isPreflight) headers.set("access-control-expose-headers", EXPOSED_HEADERS);
});

function preflightResponse(requested: Headers): Response {
  const headers = new Headers({
    "access-control-allow-methods": METHODS,
    // A star would not cover `Authorization`, so what is asked for is allowed by name.
    "access-control-allow-headers":
      requested.get("access-control-request-headers") ?? "authorization, content-type",
    "access-control-max-age": PREFLIGHT_AGE_SECONDS,
    vary: "Access-Control-Request-Headers",
  });
  if (requested.get("access-control-request-private-network") === "true") {
    headers.set("access-control-allow-private-network", "true");
  }
  return new Response(null, { status: 204, headers });
}
