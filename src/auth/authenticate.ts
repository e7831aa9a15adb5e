import { fail, succeed, type Result } from "../core/result";
import type { Settings } from "../core/settings";
import { readSignIn } from "./console-sign-in";
import { isLocalOrigin, isLoopbackHostname } from "./loopback";
import { readInviteToken } from "./invite-token";
import { adminOf, guestOf, type Principal } from "./principal";

export type AuthProblem =
  /** No key is configured, and the server is not in open local mode. */
  | { readonly reason: "closed" }
  /** Open local mode, reached by another name than a loopback one (DNS rebinding). */
  | { readonly reason: "not-loopback" }
  /** Open local mode, called by a web page of another site. */
  | { readonly reason: "foreign-origin" }
  | { readonly reason: "missing-key" }
  | { readonly reason: "wrong-key" }
  /** A cookie that this server's key did not sign, or a sign-in that is over. Whoever guesses the key can make one. */
  | { readonly reason: "wrong-sign-in" }
  /** An invitation that this server signed, and whose time is over. */
  | { readonly reason: "expired" };

export interface SignInCookies {
  /** Of whoever signed in with the key. */
  readonly signIn: string | null;
  /** The token of an invitation. */
  readonly inviteToken: string | null;
}

export interface AuthQuestion {
  readonly settings: Pick<Settings, "apiKey" | "isOpenLocal" | "corsOrigins">;
  readonly credentials: readonly string[];
  /** What a page of the console is signed in with; null where cookies do not count. */
  readonly cookies?: SignInCookies | null;
  /** Of the request's URL. */
  readonly hostname: string;
  /** The `Origin` header. */
  readonly origin: string | null;
  readonly nowMs: number;
}

/**
 * Closed by default: without a key only open local mode lets anyone in. Of several credentials the key counts before an
 * invitation, and an invitation before anything unknown, which may be meant for a front proxy.
 */
export async function authenticate(
  question: AuthQuestion,
): Promise<Result<Principal, AuthProblem>> {
  const { settings, credentials, nowMs } = question;
  const { apiKey } = settings;
  if (apiKey === null) return authenticateLocally(question);
  if (credentials.length === 0) return authenticateCookies(apiKey, question.cookies ?? null, nowMs);
  // All are compared, so that the time tells nothing about which one matched.
  const matches = await Promise.all(
    credentials.map((credential) => isSameSecret(credential, apiKey)),
  );
  if (matches.includes(true)) return succeed(adminOf("api-key"));
  const tokens = await Promise.all(
    credentials.map((credential) => readInviteToken(apiKey, credential, nowMs)),
  );
  const valid = tokens.find((token) => token.ok);
  if (valid !== undefined) return succeed(guestOf(valid.value));
  const isExpired = tokens.some((token) => !token.ok && token.error === "expired");
  return fail({ reason: isExpired ? "expired" : "wrong-key" });
}

/** The key's sign-in counts first. */
async function authenticateCookies(
  apiKey: string,
  cookies: SignInCookies | null,
  nowMs: number,
): Promise<Result<Principal, AuthProblem>> {
  const { signIn = null, inviteToken = null } = cookies ?? {};
  const signedIn = signIn === null ? null : await readSignIn(apiKey, signIn, nowMs);
  if (signedIn !== null) return succeed(adminOf("console", signedIn.expiresAtMs));
  if (signIn === null && inviteToken === null) return fail({ reason: "missing-key" });
  if (inviteToken === null) return fail({ reason: "wrong-sign-in" });
  const invite = await readInviteToken(apiKey, inviteToken, nowMs);
  if (invite.ok) return succeed(guestOf(invite.value));
  return fail({ reason: invite.error === "expired" ? "expired" : "wrong-sign-in" });
}

/** There is no key that could have signed an invitation, so a token counts as little as any other text. */
function authenticateLocally({
  settings,
  hostname,
  origin,
}: AuthQuestion): Result<Principal, AuthProblem> {
  if (!settings.isOpenLocal) return fail({ reason: "closed" });
  if (!isLoopbackHostname(hostname)) return fail({ reason: "not-loopback" });
  const isListed =
    origin !== null && settings.corsOrigins !== "*" && settings.corsOrigins.includes(origin);
  if (origin !== null && !isListed && !isLocalOrigin(origin))
    return fail({ reason: "foreign-origin" });
  return succeed(adminOf("local"));
}

/** Hashes make both sides equally long, so that not even the length leaks. */
async function isSameSecret(given: string, expected: string): Promise<boolean> {
  const [givenHash, expectedHash] = await Promise.all([sha256(given), sha256(expected)]);
  return crypto.subtle.timingSafeEqual(givenHash, expectedHash);
}

function sha256(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}
