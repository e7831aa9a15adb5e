import { answer } from "./answer";
import type { Command } from "./command";
import type { ReplyForm } from "./fact";
import { problemOfReply, tellFault } from "./fault";
import type { Run } from "./run";
import { isAnswerable } from "./show";
import type { Hold } from "./state";

/** PAIR-10: carries out a responder's command. True if the request then waits for the next prompt. */
export function obey(run: Run, hold: Hold, command: Command, turnId: number | null): boolean {
  const { holdId } = hold.arrival;
  run.record({ type: "command-received", holdId, command: command.name });
  switch (command.name) {
    case "help":
      run.resolve(hold, { kind: "notice", notice: { kind: "help", turnId } });
      return false;
    case "context": {
      const isHidden = run.state.isContextHidden || hold.arrival.isContextHidden === true;
      const notice = { kind: "context", turnId, ...(isHidden ? { isHidden } : {}) } as const;
      run.resolve(hold, { kind: "notice", notice });
      return false;
    }
    case "faulty":
      tellFault(run, hold, command.text, turnId);
      return false;
    case "skip":
      if (turnId !== null && isAnswerable(run.turn(turnId))) {
        run.record({ type: "turn-skipped", turnId });
      }
      return true;
    case "tool":
      return answerBy(run, hold, turnId, "tool-call");
    case "refuse":
      return answerBy(run, hold, turnId, "refusal");
    case "error":
      return answerBy(run, hold, turnId, "error");
  }
}

function answerBy(run: Run, hold: Hold, turnId: number | null, form: ReplyForm): boolean {
  const { holdId } = hold.arrival;
  const isOpen = turnId !== null && isAnswerable(run.turn(turnId));
  const problem = isOpen
    ? problemOfReply(run, hold, turnId)
    : "Nobody waits for an answer, so there is nothing to answer.";
  if (problem !== null) {
    tellFault(run, hold, problem, turnId);
    return false;
  }
  answer(run, turnId, { kind: "partner", holdId }, form);
  return true;
}
