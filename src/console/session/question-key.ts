import type { AnswerTarget } from "../../console-protocol/session-command";

/** A name for a question within its session, for keys of components and of the storage. */
export function questionKey(target: AnswerTarget): string {
  return "turnId" in target ? `turn ${target.turnId}` : `hold ${target.holdId}`;
}
