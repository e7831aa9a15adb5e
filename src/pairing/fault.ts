import type { Run } from "./run";
import { isAnswerable } from "./show";
import type { Hold } from "./state";

/**
 * PAIR-10: why a responder's words cannot be the reply to a turn; null if they can. Of a reply that is only kept, because its turn
 * has one or is over, nothing is demanded. A question that was given up counts: its retry would get the reply (PAIR-13).
 */
export function problemOfReply(run: Run, hold: Hold, turnId: number | null): string | null {
  const turn = turnId === null ? undefined : run.turn(turnId);
  if (!isAnswerable(turn)) return null;
  return run.reader.checkReply(turn.turnId, hold.arrival.holdId);
}

/**
 * Tells a responder what is wrong with its message, and that nothing of it was sent. The number of the question keeps equal faults of
 * two questions apart, as the text is evidence later (PAIR-4).
 */
export function tellFault(run: Run, hold: Hold, problem: string, turnId: number | null): void {
  const text = turnId === null ? problem : `${problem}\n\n${describeWait(run, turnId)}`;
  run.resolve(hold, { kind: "notice", notice: { kind: "fault", text, turnId } });
}

function describeWait(run: Run, turnId: number): string {
  const turn = run.turn(turnId);
  if (turn === undefined || turn.isAnswered) return `Question ${turnId} is over.`;
  if (turn.isBegun) return `Question ${turnId} is being answered by somebody else.`;
  return turn.isAbandoned
    ? `Nothing was sent. Question ${turnId} was given up by its caller: /skip goes on to the next one.`
    : `Nothing was sent. Question ${turnId} is still open: send the whole answer again.`;
}
