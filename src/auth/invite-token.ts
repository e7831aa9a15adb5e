import { errors, jwtVerify, SignJWT, type JWTPayload } from "jose";
import { z } from "zod";
import { fail, succeed, type Result } from "../core/result";
import { parseSessionName } from "../core/session-name";
import { parseSessionPattern, type SessionScope } from "../core/session-scope";
import { INVITE_LIMITS, INVITE_ROLES, SEES_DEFAULT, type Invite } from "./invite";
import { signingKeyOf } from "./signing-key";

const ALGORITHM = "HS256";
const ISSUER = "motive-proxy";
const AUDIENCE = "motive-proxy-invite";

/** What a credential that is no valid token is: nothing that this server signed, or a token of an earlier time. */
export type InviteTokenProblem = "not-ours" | "expired";

const isName = (text: string): boolean => {
  const name = parseSessionName(text);
  return name.ok && name.value === text;
};

const isPattern = (text: string): boolean => {
  const pattern = parseSessionPattern(text);
  return pattern.ok && pattern.value === text;
};

/** The claims after the signature, issuer, audience and time were checked. */
const claimsSchema = z.object({
  jti: z.string().min(1).max(64),
  iat: z.int(),
  exp: z.int(),
  role: z.enum(INVITE_ROLES),
  label: z.string().min(1).optional(),
  /** The home; and unless there is a pattern, the one session that the token opens. */
  session: z.string().refine(isName),
  sessions: z.string().refine(isPattern).optional(),
  /** Only where it is not what the role sees anyway; older tokens have none. */
  sees: z.object({ context: z.boolean(), history: z.boolean() }).optional(),
});

export async function signInvite(apiKey: string, invite: Invite): Promise<string> {
  const { role, scope, label, sees } = invite;
  const usual = SEES_DEFAULT[role];
  const isUsual = sees.context === usual.context && sees.history === usual.history;
  const claims: JWTPayload = {
    role,
    session: invite.homeSession,
    ...(scope.kind === "pattern" ? { sessions: scope.pattern } : {}),
    ...(label === null ? {} : { label }),
    ...(isUsual ? {} : { sees }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setJti(invite.inviteId)
    .setIssuedAt(Math.floor(invite.createdAtMs / 1_000))
    .setExpirationTime(Math.floor(invite.expiresAtMs / 1_000))
    .sign(await signingKeyOf(apiKey, "invitation"));
}

/** Reads a credential that may be a token. Only one that this server signed is told to have expired. */
export async function readInviteToken(
  apiKey: string,
  credential: string,
  nowMs: number,
): Promise<Result<Invite, InviteTokenProblem>> {
  if (credential.length > INVITE_LIMITS.tokenCharsMax || !/^[\w-]+(\.[\w-]+){2}$/.test(credential))
    return fail("not-ours");
  try {
    const { payload } = await jwtVerify(credential, await signingKeyOf(apiKey, "invitation"), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ["exp", "iat", "jti"],
      currentDate: new Date(nowMs),
    });
    const invite = inviteOfClaims(payload);
    return invite === null ? fail("not-ours") : succeed(invite);
  } catch (error) {
    if (error instanceof errors.JWTExpired) return fail("expired");
    if (error instanceof errors.JOSEError) return fail("not-ours");
    throw error;
  }
}

function inviteOfClaims(payload: JWTPayload): Invite | null {
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success) return null;
  const { jti, iat, exp, role, label, session, sessions, sees } = parsed.data;
  if ((exp - iat) * 1_000 > INVITE_LIMITS.lifetimeMsMax) return null;
  const scope: SessionScope =
    sessions === undefined
      ? { kind: "session", name: session }
      : { kind: "pattern", pattern: sessions };
  return {
    inviteId: jti,
    role,
    scope,
    homeSession: session,
    label: label ?? null,
    sees: sees ?? SEES_DEFAULT[role],
    createdAtMs: iat * 1_000,
    expiresAtMs: exp * 1_000,
  };
}
