import { createMiddleware } from "hono/factory";
import type { AppTypes } from "../app-types";
import { drainUnreadBody } from "../read-body";

/** While the settings are wrong, and nobody is let in. */
const UNKNOWN_BYTES_MAX = 1024 * 1024;

/** Reads what no handler has read, so that `wrangler dev` can use the connection for another client's request. */
export const drainBody = createMiddleware<AppTypes>(async (context, next) => {
  await next();
  const settings = context.get("settings");
  const bytesMax = settings.ok ? settings.value.bodyBytesMax : UNKNOWN_BYTES_MAX;
  await drainUnreadBody(context.req.raw, bytesMax);
});
