import { fail, succeed, type Result } from "../core/result";
import type { Reply } from "../core/turn";
import type { ReplyForm } from "../pairing/fact";
import type { AnswerTarget, Input } from "../pairing/input";
import { isUndecided } from "../pairing/party";
import type { SessionState, Turn } from "../pairing/state";
import type { ReplyContent, SessionStore } from "../storage/session-store";
import { countToolCalls } from "./check-reply";
import { readDraftText } from "./drafts";
import { findTurn, otherClaimant, turnIdOf } from "./find-turn";
import { describeReplyFaults } from "./reply-fault";
import type { OperatorAnswer, OperatorProblem } from "./session-api";
import { checkStoredReply } from "./store-reader";
import { findTurnOfReply } from "./turn-history";

type OperatorInput = Extract<Input, { type: "operator-reply" }>;

interface FoundInput {
  readonly input: OperatorInput;
  /** Null for an undecided hold, which becomes a turn by the answer. */
  readonly turnId: number | null;
}

/** The same answer was given before. */
interface GivenBefore {
  readonly input: null;
  readonly turnId: number;
}

/** Finds what an operator's answer is for. */
export function operatorInputOf(
  state: SessionState,
  store: SessionStore,
  answer: OperatorAnswer,
  atMs: number,
): Result<FoundInput | GivenBefore, OperatorProblem> {
  if (store.readReply(answer.replyId) !== null) {
    const turnId = findTurnOfReply(store, answer.replyId);
    return turnId === null ? fail({ reason: "no-such-turn" }) : succeed({ input: null, turnId });
  }
  const target = answer.target === "oldest" ? findOldest(state) : answer.target;
  if (target === null) return fail({ reason: "no-such-turn" });
  const turnId = turnIdOf(state, target);
  const turn = findTurn(state, store, target);
  if (!turn.ok) return fail({ reason: turn.error });
  const problem =
    conflictOf(store, turn.value, answer) ?? rejectionOf(state, store, target, answer);
  if (problem !== null) return fail(problem);
  const input: OperatorInput = {
    type: "operator-reply",
    atMs,
    replyId: answer.replyId,
    target,
    form: formOf(answer),
    claimant: answer.operator ?? null,
  };
  return succeed({ input, turnId });
}

/** What is stored of an answer. */
export function contentOfAnswer({ content, delivery }: OperatorAnswer): ReplyContent {
  if (delivery === undefined) return content;
  const { delayMs, pace, cutAfterChars } = delivery;
  const isPlain = delayMs === 0 && pace === null && cutAfterChars === null;
  return isPlain ? content : { ...content, delivery };
}

/** PAIR-16: the turn may be another operator's. PAIR-20: what has gone of its reply cannot be taken back, whoever wrote it. */
function conflictOf(
  store: SessionStore,
  turn: Turn | null,
  { operator, content }: OperatorAnswer,
): OperatorProblem | null {
  const claimedBy = operator === undefined ? null : otherClaimant(turn, operator.operatorId);
  if (claimedBy !== null) return { reason: "claimed", claimedBy };
  if (turn?.isBegun !== true || "error" in content) return null;
  const acceptedText = readDraftText(store, turn.turnId);
  const isContinued = leadingText(content.reply).startsWith(acceptedText);
  return isContinued ? null : { reason: "differs-from-draft", acceptedText };
}

/** The text before anything else. */
function leadingText({ parts }: Reply): string {
  let text = "";
  for (const part of parts) {
    if (part.type !== "text") break;
    text += part.text;
  }
  return text;
}

/** PAIR-10: an operator's reply is checked as a partner's is, unless it says that it is wrong on purpose. */
function rejectionOf(
  state: SessionState,
  store: SessionStore,
  target: AnswerTarget,
  { content, isUnchecked = false }: OperatorAnswer,
): OperatorProblem | null {
  if (isUnchecked || "error" in content) return null;
  const turnId = turnIdOf(state, target);
  const undecidedId = "holdId" in target ? target.holdId : undefined;
  const requestId = turnId === null ? undecidedId : state.turns[turnId]?.requestId;
  if (requestId === undefined) return null;
  const faults = checkStoredReply(store, requestId, content.reply);
  const [first] = faults;
  if (first === undefined) return null;
  const callCount = countToolCalls(content.reply);
  const detail = describeReplyFaults(faults, { callCount, isForChat: false });
  return { reason: "reply-rejected", place: first.place, detail };
}

/** The longest wait first; an undecided request counts as a caller's (PAIR-6). */
function findOldest(state: SessionState): AnswerTarget | null {
  const open = Object.values(state.turns).filter(
    ({ isAnswered, isAbandoned }) => !isAnswered && !isAbandoned,
  );
  // What somebody writes at already is the last that needs an answer.
  const turn = open.find(({ isBegun }) => !isBegun) ?? open[0];
  if (turn !== undefined) return { turnId: turn.turnId };
  const hold = Object.values(state.holds).find(isUndecided);
  return hold === undefined ? null : { holdId: hold.arrival.holdId };
}

function formOf({ content, delivery }: OperatorAnswer): ReplyForm {
  if ("error" in content)
    return content.error.retryAfterSeconds === undefined ? "error" : "retryable-error";
  if (delivery !== undefined && delivery.cutAfterChars !== null) return "cut";
  const { parts } = content.reply;
  if (parts.some((part) => part.type === "tool-call")) return "tool-call";
  return parts.some((part) => part.type === "refusal") ? "refusal" : "text";
}
