import type { TranscriptEvent } from "../e2e/support/sessions.ts";
import type { Problem } from "./check.ts";
import type { ConversationPlan } from "./schedule.ts";
import type { ExpectedTurn } from "./texts.ts";

export interface Judgement {
  readonly problems: readonly Problem[];
  /** How many questions were asked again as news, because no server could tell that they were not. */
  readonly untold: number;
}

/**
 * The plan leaves out what no server can tell from news (docs/pairing.md), as far as that can be planned: on a busy machine the
 * server hears of any departure too late. Its own record then shows that it took a client for being there that was gone, and a
 * question that came again without a mark was asked again for that alone. Nothing else is excused.
 */
export function judge(
  plan: ConversationPlan,
  expected: readonly ExpectedTurn[],
  problems: readonly Problem[],
  events: readonly TranscriptEvent[],
): Judgement {
  const repeated = new Set(
    problems.filter(({ kind }) => kind === "duplicated").map(({ turn }) => turn),
  );
  const untold = [...repeated].filter((turn) => {
    const prompt = expected[turn]?.prompt ?? "";
    return plan.caller.repeating !== "key" && isUntold(plan, turn, prompt, events);
  });
  return {
    problems: problems.filter(({ kind, turn }) => kind !== "duplicated" || !untold.includes(turn)),
    untold: untold.length,
  };
}

function isUntold(
  { caller }: ConversationPlan,
  turn: number,
  prompt: string,
  events: readonly TranscriptEvent[],
): boolean {
  const turnIds = new Set(
    events.filter((event) => isOf(event, "turn-shown", { prompt })).map(({ turnId }) => turnId),
  );
  const holdIds = callerHoldsOf(turnIds, events);
  const count = (type: string, fields: Readonly<Record<string, unknown>>): number =>
    events.filter((event) => holdIds.has(event["holdId"]) && isOf(event, type, fields)).length;
  // One of them arrived.
  const wrongDeliveries = count("hold-ended", { why: "delivered" }) - 1;
  // A history that lacks the reply tells of one loss.
  const toldLosses = caller.history !== "none" && turn > 0 ? 1 : 0;
  const mistakes = count("hold-probed", {}) + Math.max(0, wrongDeliveries - toldLosses);
  return turnIds.size > 1 && turnIds.size - 1 <= mistakes;
}

/** All requests that asked these turns, or were given their replies. */
function callerHoldsOf(
  turnIds: ReadonlySet<unknown>,
  events: readonly TranscriptEvent[],
): ReadonlySet<unknown> {
  const holdIds = new Set<unknown>();
  for (const event of events) {
    const { type, holdId, outcome } = event;
    const reply = outcome as { readonly kind?: string; readonly turnId?: unknown } | undefined;
    if (type === "turn-opened" && turnIds.has(event["turnId"])) holdIds.add(holdId);
    if (type === "hold-resolved" && reply?.kind === "reply" && turnIds.has(reply.turnId))
      holdIds.add(holdId);
    if (type === "hold-retried" && holdIds.has(holdId)) holdIds.add(event["byHoldId"]);
  }
  return holdIds;
}

function isOf(
  event: TranscriptEvent,
  type: string,
  fields: Readonly<Record<string, unknown>>,
): boolean {
  return (
    event.type === type && Object.entries(fields).every(([name, value]) => event[name] === value)
  );
}
