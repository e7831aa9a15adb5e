import { fail, succeed, type Result } from "../core/result";
import type { ReplyForm } from "../pairing/fact";
import type { Input } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import type { SessionStore } from "../storage/session-store";
import { countToolCalls } from "./check-reply";
import { describeReplyFaults } from "./reply-fault";
import type { OperatorAnswer, OperatorProblem } from "./session-api";
import { checkStoredReply } from "./store-reader";

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
  const rejection = rejectionOf(state, store, target, answer);
  if (rejection !== null) return fail(rejection);
  const input: OperatorInput = {
    type: "operator-reply",
    atMs,
    replyId: answer.replyId,
    target,
    form: formOf(answer.content),
  };
  return succeed({ input, turnId });
}

/** PAIR-10: an operator's reply is checked as a partner's is, unless it says that it is wrong on purpose. */
function rejectionOf(
  state: SessionState,
  store: SessionStore,
  target: { readonly turnId: number } | { readonly holdId: string },
  { content, isUnchecked = false }: OperatorAnswer,
): OperatorProblem | null {
  if (isUnchecked || "error" in content) return null;
  const requestId = "holdId" in target ? target.holdId : state.turns[target.turnId]?.requestId;
  if (requestId === undefined) return null;
  const faults = checkStoredReply(store, requestId, content.reply);
  const [first] = faults;
  if (first === undefined) return null;
  const callCount = countToolCalls(content.reply);
  const detail = describeReplyFaults(faults, { callCount, isForChat: false });
  return { reason: "reply-rejected", place: first.place, detail };
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
