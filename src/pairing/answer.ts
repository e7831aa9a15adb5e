import type { ReplyForm, ReplySource } from "./fact";
import type { Run } from "./run";

/** Gives a reply to its turn, and to no other. What comes too late, or while nobody asks, is only kept. */
export function answer(
  run: Run,
  turnId: number | null,
  source: ReplySource,
  form: ReplyForm,
): void {
  if (turnId === null) {
    if (source.kind === "partner")
      run.record({ type: "message-unprompted", holdId: source.holdId });
    return;
  }
  const turn = run.turn(turnId);
  if (turn === undefined || turn.isAnswered) {
    run.record({ type: "reply-superseded", turnId, source, form });
    return;
  }
  run.record({ type: "turn-answered", turnId, source, form });
  const hold = run.hold(turn.holdId);
  if (hold !== undefined && hold.outcome === null) {
    run.resolve(hold, { kind: "reply", turnId, sourceId: sourceIdOf(source) });
  }
}

/** Under which id the content of a reply is stored. */
export function sourceIdOf(source: ReplySource): string {
  return source.kind === "partner" ? source.holdId : source.replyId;
}
