import type { SessionEntry } from "../../console-protocol/inbox-message";
import type { InboxEntry, WaitingTurn } from "./inbox-entry";

/** Stands for a request that is no turn yet. */
export const UNDECIDED_TURN_ID = -1;

/** What has been seen of a session: how many turns it had. A session that was deleted and made again counts anew. */
export interface SeenMark {
  readonly createdAtMs: number;
  readonly turnCount: number;
}

/** A session of the protocol as the inbox lists it. */
export function sessionToEntry(session: SessionEntry, seen: SeenMark | undefined): InboxEntry {
  const { name, responderKind, lastQuestionText, lastActivityAtMs } = session;
  return {
    sessionName: name,
    label: "",
    responderKind,
    waitingTurns: waitingTurnsOf(session),
    lastQuestionText,
    isUnread: isUnread(session, seen),
    lastActiveAtMs: lastActivityAtMs,
  };
}

/** Whoever is undecided waits, too: as long as nobody else comes, an operator may answer (PAIR-6). */
function waitingTurnsOf(session: SessionEntry): readonly WaitingTurn[] {
  const { status, statusSinceMs, waitingTurns, lastQuestionText } = session;
  if (status !== "undecided" || waitingTurns.length > 0) return waitingTurns;
  return [{ turnId: UNDECIDED_TURN_ID, sinceMs: statusSinceMs, questionText: lastQuestionText }];
}

function isUnread({ createdAtMs, turnCount }: SessionEntry, seen: SeenMark | undefined): boolean {
  return turnCount > (seen?.createdAtMs === createdAtMs ? seen.turnCount : 0);
}

/** The marks with this session's as it is now; the same ones where nothing changes. Marks of sessions that are gone are left out. */
export function markSeen(
  marks: Readonly<Record<string, SeenMark>>,
  { name, createdAtMs, turnCount }: SessionEntry,
  isKnown: (sessionName: string) => boolean,
): Readonly<Record<string, SeenMark>> {
  const mark = Object.hasOwn(marks, name) ? marks[name] : undefined;
  if (mark?.createdAtMs === createdAtMs && mark.turnCount >= turnCount) return marks;
  const kept = Object.entries(marks).filter(([other]) => isKnown(other));
  return Object.fromEntries([...kept, [name, { createdAtMs, turnCount }]]);
}
