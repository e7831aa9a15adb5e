import { fail, succeed, type Result } from "../core/result";
import type { ReplyForm } from "../pairing/fact";
import type { Input } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import type { SessionStore } from "../storage/session-store";
import type { OperatorAnswer, OperatorProblem } from "./session-api";

type OperatorInput = Extract<Input, { type: "operator-reply" }>;

/** Finds what an operator's answer is for. The input is null where the same answer was given before. */
export function operatorInputOf(
  state: SessionState,
  store: SessionStore,
  answer: OperatorAnswer,
  atMs: number,
): Result<
  { readonly input: OperatorInput | null; readonly turnId: number | null },
  OperatorProblem
> {
  const target = answer.target === "oldest" ? findOldest(state) : answer.target;
  if (target === null) return fail({ reason: "no-such-turn" });
  const turnId = "turnId" in target ? target.turnId : (state.holds[target.holdId]?.turnId ?? null);
  if (store.readReply(answer.replyId) !== null) return succeed({ input: null, turnId });
  if (turnId !== null) {
    const turn = state.turns[turnId];
    if (turn === undefined) {
      return fail({ reason: turnId < state.nextTurnId ? "already-answered" : "no-such-turn" });
    }
    if (turn.isAnswered) return fail({ reason: "already-answered" });
  } else if (!("holdId" in target) || state.holds[target.holdId]?.seat !== null) {
    return fail({ reason: "no-such-turn" });
  }
  const input: OperatorInput = {
    type: "operator-reply",
    atMs,
    replyId: answer.replyId,
    target,
    form: formOf(answer.content),
  };
  return succeed({ input, turnId });
}

/** The longest wait first; an undecided request counts as a caller's (PAIR-6). */
function findOldest(
  state: SessionState,
): { readonly turnId: number } | { readonly holdId: string } | null {
  const turn = Object.values(state.turns).find(
    ({ isAnswered, isAbandoned }) => !isAnswered && !isAbandoned,
  );
  if (turn !== undefined) return { turnId: turn.turnId };
  const hold = Object.values(state.holds).find(
    ({ seat, outcome }) => seat === null && outcome === null,
  );
  return hold === undefined ? null : { holdId: hold.arrival.holdId };
}

function formOf(content: OperatorAnswer["content"]): ReplyForm {
  if ("error" in content) return "error";
  const { parts } = content.reply;
  if (parts.some((part) => part.type === "tool-call")) return "tool-call";
  return parts.some((part) => part.type === "refusal") ? "refusal" : "text";
}
