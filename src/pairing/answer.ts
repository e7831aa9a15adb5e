import type { ReplyForm, ReplySource } from "./fact";
import type { Run } from "./run";
import { isAnswerable } from "./show";
import type { Turn } from "./state";

/** What asks its client to try once more. */
const ENDS_ATTEMPT: ReadonlySet<ReplyForm> = new Set(["cut", "retryable-error"]);

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
  if (!canAnswer(turn, source)) {
    run.record({ type: "reply-superseded", turnId, source, form });
    return;
  }
  run.record({ type: "turn-answered", turnId, source, form });
  const hold = run.hold(turn.holdId);
  if (hold !== undefined && hold.outcome === null) {
    const sourceId = sourceIdOf(source);
    const ended = ENDS_ATTEMPT.has(form) ? ({ endsAttempt: true } as const) : {};
    run.resolve(hold, { kind: "reply", turnId, sourceId, ...ended });
  }
}

/** PAIR-20: a reply that an operator has begun is nobody else's to give. */
function canAnswer(turn: Turn | undefined, source: ReplySource): turn is Turn {
  return source.kind === "partner" ? isAnswerable(turn) : turn?.isAnswered === false;
}

/** Under which id the content of a reply is stored. */
export function sourceIdOf(source: ReplySource): string {
  return source.kind === "partner" ? source.holdId : source.replyId;
}
