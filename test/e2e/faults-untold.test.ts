import { describe, expect, it } from "vitest";
import { judge } from "../faults/untold.ts";
import { planConversation, type ConversationPlan, type EndPlan } from "../faults/schedule.ts";
import { expectedTurns } from "../faults/texts.ts";
import type { TranscriptEvent } from "./support/sessions.ts";

const SEED = 1;
const TURN = 1;
const PROBLEMS = [{ kind: "duplicated", turn: TURN, what: "the recorded question" }] as const;

function judgeAs(
  caller: Pick<EndPlan, "repeating" | "history">,
  createEvents: (prompt: string) => readonly TranscriptEvent[],
) {
  const plan = planConversation(SEED, { turnCount: 2 });
  const changed: ConversationPlan = { ...plan, caller: { ...plan.caller, ...caller } };
  const expected = expectedTurns(changed, "session");
  return judge(changed, expected, PROBLEMS, createEvents(expected[TURN]?.prompt ?? ""));
}

const UNMARKED = { repeating: "fresh call", history: "full" } as const;

/** A question that was asked by two requests, the first of which had left. */
function askedTwice(prompt: string): readonly TranscriptEvent[] {
  return ["first", "second"].flatMap((holdId, index) => [
    { type: "turn-opened", turnId: index + 1, holdId },
    { type: "turn-shown", turnId: index + 1, holdId: `responder-${index}`, prompt },
  ]);
}

const delivered = (holdId: string): TranscriptEvent => ({
  type: "hold-ended",
  holdId,
  why: "delivered",
});

function deliveredTwice(prompt: string): readonly TranscriptEvent[] {
  return [...askedTwice(prompt), delivered("first"), delivered("second")];
}

describe("a question that came twice over a broken server", () => {
  it("is nobody's fault where its client was believed to be there, and came again without a mark", () => {
    const judgement = judgeAs(UNMARKED, (prompt) => [
      ...askedTwice(prompt),
      { type: "hold-probed", holdId: "first" },
      delivered("second"),
    ]);
    expect(judgement).toEqual({ problems: [], untold: 1 });
  });

  it("is the server's fault where it made no mistake about its client", () => {
    const judgement = judgeAs(UNMARKED, (prompt) => [...askedTwice(prompt), delivered("second")]);
    expect(judgement).toEqual({ problems: PROBLEMS, untold: 0 });
  });

  it("is the server's fault where the history told of the one loss", () => {
    expect(judgeAs(UNMARKED, deliveredTwice)).toEqual({ problems: PROBLEMS, untold: 0 });
    const without = { ...UNMARKED, history: "none" } as const;
    expect(judgeAs(without, deliveredTwice)).toEqual({ problems: [], untold: 1 });
  });

  it("is the server's fault where it came with its key", () => {
    const judgement = judgeAs({ ...UNMARKED, repeating: "key" }, (prompt) => [
      ...askedTwice(prompt),
      { type: "hold-probed", holdId: "first" },
      delivered("second"),
    ]);
    expect(judgement).toEqual({ problems: PROBLEMS, untold: 0 });
  });
});
