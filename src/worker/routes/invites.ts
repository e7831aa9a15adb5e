import { z } from "zod";
import { INVITE_LIMITS, INVITE_ROLES, SEES_DEFAULT, type Invite } from "../../auth/invite";
import { signInvite } from "../../auth/invite-token";
import { invalidRequest, type ApiError } from "../../core/api-error";
import { fail, succeed, type Result } from "../../core/result";
import { matchesPattern, parseSessionPattern, type SessionScope } from "../../core/session-scope";
import type { InviteRecord } from "../../session/session-api";
import { settingsOf, type AppContext } from "../app-types";
import { directoryOf } from "../environment";
import { errorResponse, notFound } from "../error-response";
import { publicOriginOf } from "../own-page";
import { readJsonWith } from "../read-json";
import { sessionOfPath } from "../session-of-path";

const SECOND_MS = 1_000;
const LIFETIME_SECONDS_DEFAULT = 7 * 86_400;
const LIFETIME_SECONDS_MAX = INVITE_LIMITS.lifetimeMsMax / SECOND_MS;

const inviteBody = z.strictObject({
  role: z.enum(INVITE_ROLES),
  /** A pattern that the session of the path is an example of. Without it the invitation is for that session alone. */
  sessions: z.string().optional(),
  /** Shown in listings and logs, so it is one line. */
  label: z
    .string()
    .trim()
    .min(1)
    .max(INVITE_LIMITS.labelCharsMax)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "must have no control characters")
    .optional(),
  /** Seconds. */
  expires_in: z.int().min(1).max(LIFETIME_SECONDS_MAX).default(LIFETIME_SECONDS_DEFAULT),
  /** What is not said is as the role has it. */
  sees: z
    .strictObject({ context: z.boolean().optional(), history: z.boolean().optional() })
    .optional(),
});

type InviteBody = z.infer<typeof inviteBody>;

/** Mints a token, and tells it this once: what is kept is who was invited. */
export async function postInvite(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const { apiKey, bodyBytesMax } = settingsOf(context);
  const signingKey = checkSigningKey(apiKey);
  if (!signingKey.ok) return errorResponse(context, signingKey.error);
  const body = await readJsonWith(inviteBody, context.req.raw, bodyBytesMax);
  if (!body.ok) return errorResponse(context, body.error);
  if (body.value.role === "caller" && body.value.sees !== undefined)
    return errorResponse(context, callerSeesNothing());
  const scope = scopeOf(body.value, session.value.name);
  if (!scope.ok) return errorResponse(context, scope.error);
  const invite = createInvite(body.value, scope.value, session.value.name);
  const record = recordOf(invite);
  if (!(await session.value.stub.addInvite(record)))
    return errorResponse(context, tooManyInvites());
  const token = await signInvite(signingKey.value, invite);
  const link = `${publicOriginOf(context)}/join#${token}`;
  return context.json({ ...viewOf(session.value.name, record), token, link }, 201);
}

export async function listInvites(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const { name, stub } = session.value;
  const invites = await stub.listInvites();
  return context.json({
    invites: invites.map((invite) => ({
      ...viewOf(name, invite),
      revoked_at: invite.revokedAtMs === null ? null : timeText(invite.revokedAtMs),
    })),
  });
}

/** Resolves when every session refuses the invitation. What a fault left over is done by the same call again. */
export async function deleteInvite(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const { stub } = session.value;
  const inviteId = context.req.param("invite") ?? "";
  let revoked = await stub.revokeInvite(inviteId);
  if (revoked === null)
    return errorResponse(
      context,
      notFound("invite_not_found", "This session has no such invitation."),
    );
  // The home refuses it from now on, so no inbox that is opened later escapes. There may be many sessions, and a fault in one of them.
  await directoryOf(context.env).endAccess(inviteId, revoked.expiresAtMs);
  while (revoked !== null && revoked.heldBySessions.length > 0) {
    const { heldBySessions, expiresAtMs } = revoked;
    await Promise.all(
      heldBySessions.map((name) =>
        context.env.SESSION.getByName(name).refuseInvite(inviteId, expiresAtMs),
      ),
    );
    // Each of them refuses it by now, whenever it was used.
    const toldUses = { sessionNames: heldBySessions, usedBeforeMs: Number.MAX_SAFE_INTEGER };
    await stub.forgetInviteUses(inviteId, toldUses);
    revoked = await stub.revokeInvite(inviteId);
  }
  return new Response(null, { status: 204 });
}

function checkSigningKey(apiKey: string | null): Result<string, ApiError> {
  if (apiKey === null) {
    return fail(
      conflict(
        "no_api_key_configured",
        "Invitations are signed with the server's API key, and it has none. Start it with one: npm start -- --key KEY",
      ),
    );
  }
  if (apiKey.length < INVITE_LIMITS.signingKeyCharsMin) {
    return fail(
      conflict(
        "api_key_too_short",
        `Whoever has an invitation can try to guess the API key that signed it, so it must have at least ${INVITE_LIMITS.signingKeyCharsMin} characters. Make one with: openssl rand -hex 32`,
      ),
    );
  }
  return succeed(apiKey);
}

function scopeOf(body: InviteBody, name: string): Result<SessionScope, ApiError> {
  if (body.sessions === undefined) return succeed({ kind: "session", name });
  const pattern = parseSessionPattern(body.sessions);
  if (!pattern.ok) {
    const message =
      "`sessions` must be a session's name with `*` in place of what may differ, such as town-*.";
    return fail(invalidRequest("invalid_pattern", message, "sessions"));
  }
  if (!matchesPattern(pattern.value, name)) {
    const message =
      "The pattern must match the session of the path, which lists the invitation. The pattern itself is such a name.";
    return fail(invalidRequest("pattern_mismatch", message, "sessions"));
  }
  return succeed({ kind: "pattern", pattern: pattern.value });
}

/** In whole seconds, as the token has them. */
function createInvite(body: InviteBody, scope: SessionScope, homeSession: string): Invite {
  const createdAtMs = Math.floor(Date.now() / SECOND_MS) * SECOND_MS;
  const usual = SEES_DEFAULT[body.role];
  return {
    inviteId: crypto.randomUUID().replaceAll("-", "").slice(0, 20),
    role: body.role,
    scope,
    homeSession,
    label: body.label ?? null,
    sees: {
      context: body.sees?.context ?? usual.context,
      history: body.sees?.history ?? usual.history,
    },
    createdAtMs,
    expiresAtMs: createdAtMs + body.expires_in * SECOND_MS,
  };
}

function recordOf(invite: Invite): Omit<InviteRecord, "revokedAtMs"> {
  const { scope, inviteId, role, label, sees, createdAtMs, expiresAtMs } = invite;
  const pattern = scope.kind === "pattern" ? scope.pattern : null;
  return { inviteId, role, pattern, label, sees, createdAtMs, expiresAtMs };
}

function viewOf(name: string, invite: Omit<InviteRecord, "revokedAtMs">) {
  return {
    invite: invite.inviteId,
    role: invite.role,
    session: name,
    sessions: invite.pattern,
    label: invite.label,
    sees: invite.sees,
    created_at: timeText(invite.createdAtMs),
    expires_at: timeText(invite.expiresAtMs),
  };
}

function tooManyInvites(): ApiError {
  return conflict(
    "too_many_invites",
    "This session has as many invitations as it can list. Those that expired make room 30 days later; one by pattern can serve many.",
  );
}

function callerSeesNothing(): ApiError {
  const message = "A caller has no place at the console, so there is nothing to show or to hide.";
  return invalidRequest("invalid_value", message, "sees");
}

function conflict(code: string, message: string): ApiError {
  return { kind: "invalid-request", status: 409, code, message, param: null };
}

function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
