import { createMiddleware } from "hono/factory";
import { authenticate } from "../../auth/authenticate";
import { acceptsHtml } from "../accepts-html";
import { addLogFields, type AppContext, type AppTypes } from "../app-types";
import type { Assets } from "../environment";

/** The console finds its own way below these. */
const PAGE = /^\/(?:join|s\/.+)?$/;
/** Files beside the page, such as its icon; those in `/assets/` come from the platform without asking the Worker. */
const FILE = /^\/(?!index\.html$)[\w-]+\.[a-z\d]+$/;
/** Here a browser gets what everybody gets. Other paths of the vendors' begin with one of these once they are normalised. */
const API = /^\/(?:api|assets|console|health|sessions|upload|v1|v1beta)(?:\/|$)/;

const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  // The page names the newest build's files.
  "cache-control": "no-store",
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "media-src 'self' data: blob:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
} as const;

/**
 * Gives browsers the console, which is no secret: what it shows, it asks for with a credential. A model may be named like anything, so
 * nothing but a browser's own question for a page leads here, and no path of a vendor's.
 */
export const showConsole = createMiddleware<AppTypes>(async (context, next) => {
  const found = await findConsole(context);
  if (found !== null) return found;
  await next();
  return undefined;
});

async function findConsole(context: AppContext): Promise<Response | null> {
  const { ASSETS: assets } = context.env;
  const { method, path } = context.req;
  if (assets === undefined || !["GET", "HEAD"].includes(method)) return null;
  if (context.get("pathSeat") !== null) return null;
  const isPageAsked = acceptsHtml(context) && !isOfApi(path);
  const isFile = FILE.test(path);
  if (!isPageAsked && !isFile) return null;
  if (!(await isOpen(context))) return null;
  const file = isFile ? await readFile(context, assets) : null;
  if (file !== null || !isPageAsked) return file;
  const page = await readPage(context, assets, PAGE.test(path) ? 200 : 404);
  if (page?.status === 404) addLogFields(context, { code: "not_found" });
  return page;
}

/** Of a normalised path. */
export function isOfApi(path: string): boolean {
  return API.test(path);
}

/** A server that lets nobody in by any credential says so by a page of its own. */
async function isOpen(context: AppContext): Promise<boolean> {
  const settings = context.get("settings");
  if (!settings.ok) return false;
  const visitor = await authenticate({
    settings: settings.value,
    credentials: [],
    hostname: new URL(context.req.url).hostname,
    origin: context.req.header("origin") ?? null,
    nowMs: Date.now(),
  });
  return visitor.ok || visitor.error.reason === "missing-key";
}

/** With 404 it is the same page, which finds nothing at its address and says so. */
async function readPage(
  context: AppContext,
  assets: Assets,
  status: 200 | 404,
): Promise<Response | null> {
  const page = await assets.fetch(new Request(new URL("/index.html", context.req.url)));
  if (page.ok) return new Response(page.body, { status, headers: PAGE_HEADERS });
  await page.body?.cancel();
  return null;
}

async function readFile(context: AppContext, assets: Assets): Promise<Response | null> {
  const { url, headers } = context.req.raw;
  const known = headers.get("if-none-match");
  // The path that was looked at: another begins with two slashes, and would be read as a host.
  const file = await assets.fetch(
    new Request(new URL(context.req.path, url), {
      headers: known === null ? {} : { "if-none-match": known },
    }),
  );
  if (file.ok || file.status === 304) {
    const response = new Response(file.body, file);
    response.headers.set("cross-origin-resource-policy", "same-origin");
    return response;
  }
  await file.body?.cancel();
  return null;
}
