import { z } from "zod";
import { authenticate } from "../../auth/authenticate";
import { SIGN_IN_LIFETIME_SECONDS, signSignIn } from "../../auth/console-sign-in";
import { INVITE_LIMITS } from "../../auth/invite";
import { adminOf } from "../../auth/principal";
import type { Account } from "../../console-protocol/turn-view";
import { settingsOf, type AppContext } from "../app-types";
import { asksAsGuest, deleteSignInCookie, writeSignInCookie } from "../console-cookies";
import { forwardSocket, inboxVisitorOf } from "../console-socket";
import { directoryOf } from "../environment";
import { errorResponse } from "../error-response";
import { refuseAdmission, refuseSettings } from "../middleware/admit-request";
import { findRevocation } from "../middleware/guard-route";
import { isFromOwnPage } from "../own-page";
import { permissionError } from "../permission-error";
import { readJsonWith } from "../read-json";

/** A key is a setting and a token is limited, so nothing longer is either. */
const SIGN_IN_BYTES_MAX = 16 * 1024;

const signInBody = z.strictObject({
  /** The server's key, or an invitation's token. */
  key: z.string().trim().min(1).max(SIGN_IN_BYTES_MAX),
});

/** Who is signed in: also how a page finds out why its socket was refused. */
export function getAccount(context: AppContext): Response {
  return context.json(accountOf(context));
}

/** Takes a key or a token once, and gives a cookie for it that no script can read. */
export async function postSignIn(context: AppContext): Promise<Response> {
  const settings = context.get("settings");
  if (!settings.ok) return refuseSettings(context, settings.error);
  if (!isFromOwnPage(context) && isFromPage(context)) return errorResponse(context, FOREIGN_PAGE);
  const body = await readJsonWith(signInBody, context.req.raw, SIGN_IN_BYTES_MAX);
  if (!body.ok) return errorResponse(context, body.error);
  const nowMs = Date.now();
  const principal = await authenticate({
    settings: settings.value,
    credentials: [body.value.key],
    hostname: new URL(context.req.url).hostname,
    origin: context.req.header("origin") ?? null,
    nowMs,
  });
  if (!principal.ok) return refuseAdmission(context, principal.error);
  context.set("principal", principal.value);
  const revocation = await findRevocation(context);
  if (revocation !== null) return errorResponse(context, revocation);
  const { invite } = principal.value;
  const { apiKey } = settings.value;
  if (invite !== null) {
    writeSignInCookie(context, "guest", body.value.key, (invite.expiresAtMs - nowMs) / 1_000);
  } else if (apiKey !== null) {
    writeSignInCookie(context, "admin", await signSignIn(apiKey, nowMs), SIGN_IN_LIFETIME_SECONDS);
    context.set("principal", adminOf("console", nowMs + SIGN_IN_LIFETIME_SECONDS * 1_000));
  }
  return context.json(accountOf(context));
}

/** Without `as=guest` nobody is signed in afterwards. */
export function postSignOut(context: AppContext): Response {
  if (!isFromOwnPage(context) && isFromPage(context)) return errorResponse(context, FOREIGN_PAGE);
  deleteSignInCookie(context, "guest");
  if (!asksAsGuest(context)) deleteSignInCookie(context, "admin");
  return context.body(null, 204);
}

/** The list of sessions, live. */
export function openInbox(context: AppContext): Promise<Response> {
  return forwardSocket(context, directoryOf(context.env), inboxVisitorOf(context.get("principal")));
}

function accountOf(context: AppContext): Account {
  const { role, invite, expiresAtMs } = context.get("principal");
  const { apiKey } = settingsOf(context);
  const canSign = apiKey !== null && apiKey.length >= INVITE_LIMITS.signingKeyCharsMin;
  return {
    role,
    label: invite?.label ?? null,
    isOpenLocal: apiKey === null,
    sessionName: invite?.homeSession ?? null,
    pattern: invite?.scope.kind === "pattern" ? invite.scope.pattern : null,
    sees: invite?.sees ?? { context: true, history: true },
    expiresAtMs,
    canInvite: role === "admin" && canSign,
  };
}

/** A program that signs in sends neither header. */
function isFromPage(context: AppContext): boolean {
  return ["origin", "sec-fetch-site"].some((name) => context.req.header(name) !== undefined);
}

const FOREIGN_PAGE = permissionError(
  "foreign_origin",
  "Only this server's own pages can sign in or out.",
);
