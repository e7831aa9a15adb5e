import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { SignInCookies } from "../auth/authenticate";
import type { AppContext } from "./app-types";
import { isFromOwnPage, publicOriginOf } from "./own-page";

/** An invited person's is one of its own, so that an admin who opens an invitation stays signed in. */
export type SignInKind = "admin" | "guest";

/** The console's pages, and what they call below a session. No API of a vendor's is among them. */
const PATHS = /^\/(?:console|sessions)(?:\/|$)/;

/** Whether cookies may count here at all. */
export function takesCookies(context: AppContext): boolean {
  return PATHS.test(context.req.path);
}

/** Null where the cookies of a request count for nothing. */
export function readSignInCookies(context: AppContext): SignInCookies | null {
  if (!takesCookies(context) || !isFromOwnPage(context)) return null;
  return {
    signIn: asksAsGuest(context) ? null : readCookie(context, "admin"),
    inviteToken: readCookie(context, "guest"),
  };
}

/** A browser is not to send them again and again, as each time counts as a guess. */
export function deleteWrongCookies(context: AppContext): void {
  const { signIn = null, inviteToken = null } = readSignInCookies(context) ?? {};
  if (signIn !== null) deleteSignInCookie(context, "admin");
  if (inviteToken !== null) deleteSignInCookie(context, "guest");
}

/** A page that an invitation opened says so, as the browser may be signed in with the key besides. */
export function asksAsGuest(context: AppContext): boolean {
  return context.req.query("as") === "guest" || context.req.header("x-motive-as") === "guest";
}

/** No script can read it, and no other site can have it sent. */
export function writeSignInCookie(
  context: AppContext,
  kind: SignInKind,
  token: string,
  lifetimeSeconds: number,
): void {
  const maxAge = Math.max(0, Math.floor(lifetimeSeconds));
  const options = { path: "/", httpOnly: true, sameSite: "Strict", maxAge } as const;
  const name = nameOf(context, kind);
  if (isSecure(context)) setCookie(context, name, token, { ...options, prefix: "host" });
  else setCookie(context, name, token, options);
}

export function deleteSignInCookie(context: AppContext, kind: SignInKind): void {
  const name = nameOf(context, kind);
  deleteCookie(context, name, { path: "/" });
  if (isSecure(context)) deleteCookie(context, name, { path: "/", prefix: "host" });
}

function readCookie(context: AppContext, kind: SignInKind): string | null {
  const name = nameOf(context, kind);
  const prefixed = getCookie(context, name, "host");
  if (prefixed !== undefined) return prefixed;
  // One without the prefix may have been set by another host of the domain, or without TLS.
  return isSecure(context) ? null : (getCookie(context, name) ?? null);
}

/** Browsers send the cookies of a name to all of its ports, where another server of this kind may be. */
function nameOf(context: AppContext, kind: SignInKind): string {
  const { port } = new URL(context.req.url);
  return `motive-${kind}${port === "" ? "" : `-${port}`}`;
}

function isSecure(context: AppContext): boolean {
  return publicOriginOf(context).startsWith("https:");
}
