import type { AppContext } from "./app-types";

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/**
 * Whether one of this server's own pages sends the request, so that its cookies may count. A page of another site cannot send such a
 * request: browsers write both headers. Where both are missing, which is so at a plain HTTP address in a local network, a request that
 * changes nothing is let pass: `SameSite=Strict` keeps other sites out, and nobody else may read the answer.
 */
export function isFromOwnPage(context: AppContext): boolean {
  const origin = context.req.header("origin");
  const site = context.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  // A page that sends no referrer may have no origin either, in what is no cross-origin request.
  if (origin !== undefined && origin !== "null") return isOwnOrigin(context, origin);
  if (site === "same-origin") return true;
  return origin === undefined && SAFE_METHODS.has(context.req.method);
}

/** A proxy before the server may end TLS: its pages then have the same address but for the scheme. */
export function isOwnOrigin(context: AppContext, origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const own = new URL(context.req.url);
  const page = new URL(origin);
  if (page.host !== own.host) return false;
  return page.protocol === own.protocol || page.protocol === "https:";
}

/** The origin under which the person who asks knows the server. */
export function publicOriginOf(context: AppContext): string {
  const origin = context.req.header("origin");
  return origin !== undefined && isOwnOrigin(context, origin)
    ? origin
    : new URL(context.req.url).origin;
}
