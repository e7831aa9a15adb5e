import type { Invite } from "../auth/invite";
import { apiErrorOfTurnError, type ApiError } from "../core/api-error";
import { ACCESS_REVOKED } from "../core/turn-error";
import type { InviteUsesToReview } from "../session/session-api";
import type { Environment } from "./environment";

/**
 * Notes, where an invitation by pattern is listed, that another session is about to hold something of it. Where there is no room for the
 * note, some of the sessions that it was used in are asked whether they are done with it. Null: noted.
 */
export async function noteInviteUse(
  environment: Environment,
  { inviteId, homeSession }: Pick<Invite, "inviteId" | "homeSession">,
  sessionName: string,
): Promise<ApiError | null> {
  const home = environment.SESSION.getByName(homeSession);
  let use = await home.useInvite(inviteId, sessionName);
  if (use.kind === "full") {
    const overUses = await findOverUses(environment, inviteId, use.review);
    if (overUses.sessionNames.length === 0) return TOO_MANY_SESSIONS;
    await home.forgetInviteUses(inviteId, overUses);
    use = await home.useInvite(inviteId, sessionName);
  }
  switch (use.kind) {
    case "noted":
      return null;
    case "revoked":
      return apiErrorOfTurnError(ACCESS_REVOKED);
    case "full":
      return TOO_MANY_SESSIONS;
  }
}

async function findOverUses(
  { SESSION }: Environment,
  inviteId: string,
  { sessionNames, usedBeforeMs }: InviteUsesToReview,
): Promise<InviteUsesToReview> {
  const areInUse = await Promise.all(
    sessionNames.map((name) => SESSION.getByName(name).isInviteInUse(inviteId)),
  );
  return { sessionNames: sessionNames.filter((_, index) => !areInUse[index]), usedBeforeMs };
}

const TOO_MANY_SESSIONS: ApiError = {
  kind: "rate-limit",
  status: 429,
  code: "too_many_sessions",
  message:
    "This invitation is in use in as many sessions as it may be. End some of its requests, or try again in a minute.",
  param: null,
  retryAfterSeconds: 60,
};
