import { createMiddleware } from "hono/factory";
import type { AppContext, AppTypes } from "../app-types";
import { codecOfRequest } from "../dialects";
import { createLog, type LogFields } from "../log";
import { normalisePath } from "../normalise-path";
import { settingsOfEnvironment } from "../settings-cache";

/** Nothing here is to be cached, framed, sniffed or referred from; pages that need more say so themselves. */
const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-frame-options": "DENY",
} as const;

/** The outermost layer: prepares what every request needs, and says at its end what became of it. */
export const observeRequest = createMiddleware<AppTypes>(async (context, next) => {
  const startedAtMs = Date.now();
  const settings = settingsOfEnvironment(context.env);
  const { path, seat } = normalisePath(new URL(context.req.url).pathname);
  // Never the client's: an id that it chose could be another request's.
  context.set("requestId", crypto.randomUUID());
  context.set("settings", settings);
  context.set("pathSeat", seat);
  context.set("codec", codecOfRequest(path, context.req.raw.headers));
  context.set("log", createLog(settings.ok ? settings.value.logLevel : "info"));
  context.set("logFields", {});
  context.set("finished", null);
  await next();
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  }
  // HTTP asks every 401 to say what kind of credential is missing.
  if (context.res.status === 401) context.res.headers.set("www-authenticate", "Bearer");
  // OpenAI's clients read the first name, Anthropic's the second.
  for (const name of ["x-request-id", "request-id"])
    context.res.headers.set(name, context.get("requestId"));
  writeEndLine(context, path, startedAtMs);
});

function writeEndLine(context: AppContext, path: string, startedAtMs: number): void {
  const log = context.get("log");
  const head: LogFields = {
    request: context.get("requestId"),
    method: context.req.method,
    path,
    status: context.res.status,
    ...context.get("logFields"),
  };
  const finished = context.get("finished");
  if (finished === null) {
    // Health checks come every few seconds, and say nothing unless they fail.
    const level = path === "/health" && context.res.ok ? "debug" : "info";
    log(level, "request", { ...head, duration_ms: Date.now() - startedAtMs });
    return;
  }
  context.executionCtx.waitUntil(
    finished.then(
      (fields) =>
        log("info", "request", { ...head, ...fields, duration_ms: Date.now() - startedAtMs }),
      (error: unknown) =>
        log("error", "fault", {
          ...head,
          ...describeFault(error),
          duration_ms: Date.now() - startedAtMs,
        }),
    ),
  );
}

/** What an operator needs of a programmer's error. It never goes to a client. */
export function describeFault(error: unknown): LogFields {
  return error instanceof Error
    ? { fault: error.message, stack: error.stack ?? null }
    : { fault: String(error) };
}
