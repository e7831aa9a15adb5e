import type { SessionEntry } from "../console-protocol/inbox-message";
import { isInScope } from "../core/session-scope";
import type { InboxVisitor } from "./directory-api";
import type { ListedSession } from "./listing";

/** A session as somebody sees it in their inbox; null where they may not know of it. */
export function entryFor(visitor: InboxVisitor, session: ListedSession): SessionEntry | null {
  if (!isInScope(visitor.scope, session.name)) return null;
  if (!seesAnythingOf(visitor, session)) return null;
  const { lastQuestionAtMs, waitingTurns, lastQuestionText, ...summary } = session;
  const askedAtMs = lastQuestionAtMs ?? session.createdAtMs;
  const isVisible = isFromTheirTime(visitor, askedAtMs) || isAskedStill(session, askedAtMs);
  return {
    ...summary,
    waitingTurns: [...waitingTurns],
    lastQuestionText: isVisible ? lastQuestionText : "",
  };
}

/** What was over before they were invited is not theirs to see; what still waits then, they may answer. */
function seesAnythingOf(visitor: InboxVisitor, session: ListedSession): boolean {
  const hasNothingToHide = session.turnCount === 0;
  return (
    hasNothingToHide || isWaiting(session) || isFromTheirTime(visitor, session.lastActivityAtMs)
  );
}

/** The last question may be answered while an earlier one waits. */
function isAskedStill({ status, waitingTurns }: ListedSession, askedAtMs: number): boolean {
  return status === "undecided" || waitingTurns.some(({ sinceMs }) => sinceMs === askedAtMs);
}

function isWaiting({ status }: ListedSession): boolean {
  return status === "caller-waits" || status === "undecided";
}

function isFromTheirTime({ sees, invitedAtMs }: InboxVisitor, atMs: number): boolean {
  return sees.history || invitedAtMs === null || atMs >= invitedAtMs;
}
