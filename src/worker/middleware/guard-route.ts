import type { Principal } from "../../auth/principal";
import { apiErrorOfTurnError, type ApiError } from "../../core/api-error";
import { parseSessionName } from "../../core/session-name";
import { isInScope } from "../../core/session-scope";
import { ACCESS_REVOKED } from "../../core/turn-error";
import type { Access } from "../access";
import type { AppContext, AppHandler } from "../app-types";
import { errorResponse } from "../error-response";
import { noteInviteUse } from "../note-invite-use";
import { permissionError } from "../permission-error";

/** A handler that is reached only by those who may use it. Routes take no other kind, so none can be left open by mistake. */
export interface GuardedHandler {
  readonly access: Access | "anyone";
  readonly handle: AppHandler;
}

/** For what has to work without a key. */
export function open(handle: AppHandler): GuardedHandler {
  return { access: "anyone", handle };
}

export function guard(access: Access, handler: AppHandler): GuardedHandler {
  return {
    access,
    async handle(context, next) {
      const refusal = await findRefusal(context, access);
      return refusal === null ? handler(context, next) : errorResponse(context, refusal);
    },
  };
}

/** Whether an invitation was revoked comes first, so that its holder learns nothing else. */
async function findRefusal(context: AppContext, access: Access): Promise<ApiError | null> {
  const principal = context.get("principal");
  if (access.session !== "body") {
    const revocation = await findRevocation(context);
    if (revocation !== null) return revocation;
  }
  if (!access.roles.includes(principal.role)) return roleError(principal);
  if (access.session !== "path") return null;
  const name = parseSessionName(context.req.param("id"));
  // A name that no session can have is the route's to answer, but for a guest it is not theirs either.
  if (!name.ok) return principal.scope === null ? null : scopeError();
  return isInScope(principal.scope, name.value) ? null : scopeError();
}

/** Asks where the invitation is listed. For a request that opens no leg, which would find out at no cost. */
export async function findRevocation(context: AppContext): Promise<ApiError | null> {
  const { invite } = context.get("principal");
  if (invite === null) return null;
  const home = context.env.SESSION.getByName(invite.homeSession);
  const isAdmitted = await home.admitInvite(invite.inviteId);
  return isAdmitted ? null : apiErrorOfTurnError(ACCESS_REVOKED);
}

/**
 * For a route whose request names its session in the body. An invitation for one session is checked by that session when the
 * leg is opened, which costs nothing; one by pattern is asked for where it is listed.
 */
export async function admitToSession(context: AppContext, name: string): Promise<ApiError | null> {
  const { invite } = context.get("principal");
  const outOfScope = checkScope(context, name);
  if (outOfScope !== null) return outOfScope;
  if (invite === null || invite.homeSession === name) return null;
  return noteInviteUse(context.env, invite, name);
}

/** For a route that finds out which session a request is about, and holds nothing there. It is the same whether the session exists or not. */
export function checkScope(context: AppContext, name: string): ApiError | null {
  return isInScope(context.get("principal").scope, name) ? null : scopeError();
}

function roleError({ role, invite }: Principal): ApiError {
  const who = invite === null ? `The role ${role}` : `An invitation as ${role}`;
  return permissionError("role_not_allowed", `${who} does not include this.`);
}

function scopeError(): ApiError {
  return permissionError("session_not_allowed", "This invitation is for another session.");
}
