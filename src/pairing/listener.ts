import { answer } from "./answer";
import { obey } from "./obey";
import { confirmByHistory, confirmByReply } from "./delivery";
import { problemOfReply, tellFault } from "./fault";
import { partyKeyOf } from "./party";
import { endReplaced, RESPONDER_REPLACED } from "./replaced";
import type { Run } from "./run";
import { isAnswerable, showNext, turnAwaitedFrom } from "./show";
import type { Hold } from "./state";

/** PAIR-6: the first request of a session was the responder's handshake. Its content answers nothing. */
export function acceptHandshake(run: Run, hold: Hold): void {
  run.record({ type: "message-unprompted", holdId: hold.arrival.holdId });
  becomeListener(run, hold);
}

/** PAIR-8: a responder's request carries a reply, or a command, and then waits for the next prompt. */
export function receiveReply(run: Run, hold: Hold): void {
  const { arrival } = hold;
  confirmByHistory(run, arrival);
  const message = run.reader.readMessage(arrival.holdId);
  const turnId = targetTurnId(run, hold);
  if (message.kind === "command") {
    if (obey(run, hold, message.command, turnId)) becomeListener(run, hold);
    return;
  }
  const isEmpty = message.isEmpty && turnId !== null && isAnswerable(run.turn(turnId));
  const problem = isEmpty ? "The reply is empty." : problemOfReply(run, hold, turnId);
  if (problem !== null) {
    tellFault(run, hold, problem, turnId);
    return;
  }
  if (turnId !== null) confirmByReply(run, turnId);
  answer(run, turnId, { kind: "partner", holdId: arrival.holdId }, "text");
  becomeListener(run, hold);
}

/** PAIR-16: a newer request of the responder takes the seat over. */
export function becomeListener(run: Run, hold: Hold): void {
  for (const { arrival, seat, outcome, probing } of run.holds()) {
    const { holdId } = arrival;
    if (seat !== "responder" || outcome !== null || probing !== null) continue;
    if (holdId === hold.arrival.holdId) continue;
    endReplaced(run, holdId, RESPONDER_REPLACED);
  }
  showNext(run);
}

/** The turn that a responder's message speaks of: by evidence, else the oldest shown and unanswered one (PAIR-8). */
function targetTurnId(run: Run, hold: Hold): number | null {
  const { evidence, hasHistory } = hold.arrival;
  const party = partyKeyOf(hold.arrival);
  // PAIR-4: a notice that names no question, and has surely arrived, says that no prompt has.
  if (evidence?.seat === "responder" && (evidence.deliveredTurnId !== null || evidence.isExact))
    return evidence.deliveredTurnId;
  // PAIR-15: a client that sends histories and comes without one has opened a new chat, and has seen nothing.
  if (!hasHistory && run.state.identities[party]?.sendsHistory === true) return null;
  // A prompt that another party was shown is not what this one answers.
  return turnAwaitedFrom(run, hold)?.turnId ?? null;
}
