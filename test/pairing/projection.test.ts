import { describe, expect, it } from "vitest";
import { createSessionState } from "../../src/pairing/state";
import { applyFact, replay } from "../../src/pairing/evolve";
import { type IndexContent, projectFact } from "../../src/pairing/index-projection";
import { assertInvariants } from "../../src/pairing/invariant";
import { summariseSession } from "../../src/pairing/status";
import { Scene } from "./support/scene";

const CONTENT: IndexContent = {
  lastMessage: () => ({ text: "last" }),
  lastUserDigest: () => "before",
  promptDigest: () => "prompt",
  reply: () => ({ text: "reply", toolCallIds: ["call-1", "call-2"] }),
  noticeDigest: () => "notice",
};

describe("the evidence index", () => {
  it("[PAIR-4] holds a question with its turn, and a responder's message without one", () => {
    const opened = {
      type: "turn-opened",
      turnId: 3,
      holdId: "h",
      deadlineAtMs: 0,
      followsTurnId: null,
    } as const;
    expect(projectFact(opened, CONTENT)).toEqual([
      { type: "received", textDigest: "last", seat: "caller", turnId: 3 },
    ]);
    const seated = { type: "hold-seated", holdId: "h" } as const;
    expect(projectFact({ ...seated, seat: "caller" }, CONTENT)).toEqual([]);
    expect(projectFact({ ...seated, seat: "responder" }, CONTENT)).toEqual([
      { type: "received", textDigest: "last", seat: "responder", turnId: null },
    ]);
  });

  it("[PAIR-4] holds a shown prompt, a reply with its ids, and a notice, each with what came before", () => {
    expect(projectFact({ type: "turn-shown", turnId: 3, holdId: "h" }, CONTENT)).toEqual([
      {
        type: "delivered",
        textDigest: "prompt",
        seat: "responder",
        turnId: 3,
        afterDigest: "before",
      },
    ]);
    const reply = { kind: "reply", turnId: 3, sourceId: "s" } as const;
    expect(projectFact({ type: "hold-resolved", holdId: "h", outcome: reply }, CONTENT)).toEqual([
      { type: "delivered", textDigest: "reply", seat: "caller", turnId: 3, afterDigest: "before" },
      { type: "minted", id: "call-1", seat: "caller", turnId: 3 },
      { type: "minted", id: "call-2", seat: "caller", turnId: 3 },
    ]);
    const notice = { kind: "notice", notice: { kind: "help", turnId: 3 } } as const;
    expect(projectFact({ type: "hold-resolved", holdId: "h", outcome: notice }, CONTENT)).toEqual([
      {
        type: "delivered",
        textDigest: "notice",
        seat: "responder",
        turnId: 3,
        afterDigest: "before",
      },
    ]);
  });

  it("[PAIR-4] holds nothing of an error, of what has no text, and of a retry", () => {
    const nothing = {
      ...CONTENT,
      lastMessage: () => null,
      promptDigest: () => null,
      reply: () => null,
    };
    expect(projectFact({ type: "turn-shown", turnId: 3, holdId: "h" }, nothing)).toEqual([]);
    const reply = { kind: "reply", turnId: 3, sourceId: "s" } as const;
    expect(projectFact({ type: "hold-resolved", holdId: "h", outcome: reply }, nothing)).toEqual(
      [],
    );
    const scene = new Scene();
    const retry = scene.send("program", "a question", { seat: "caller" }).leave().retry();
    const retried = scene.facts("hold-retried")[0];
    expect(retried?.arrival.holdId).toBe(retry.holdId);
    expect(retried === undefined ? null : projectFact(retried, CONTENT)).toEqual([]);
  });
});

describe("the log", () => {
  it("[PAIR-18] of a session gives its state, at every length", () => {
    const scene = new Scene();
    scene.send("person", "hello");
    const program = scene.send("program", "a question");
    program.leave().retry();
    scene.operatorReplies(1, "an answer");
    const state = createSessionState();
    for (const [index, recorded] of scene.shell.facts.entries()) {
      applyFact(state, recorded);
      expect(replay(scene.shell.facts.slice(0, index + 1))).toEqual(state);
    }
    expect(state).toEqual(scene.shell.state);
  });

  it("[PAIR-18] that contradicts itself is not read any further", () => {
    const shown = { atMs: 1, fact: { type: "turn-shown", turnId: 1, holdId: "h" } } as const;
    expect(() => replay([shown])).toThrow("hold h is live");
  });

  it("[PAIR-18] leaves the state that a transition began with as it was", () => {
    const scene = new Scene();
    scene.send("person", "hello");
    const before = scene.shell.state;
    const copy = JSON.stringify(before);
    scene.send("program", "a question").leave();
    expect(JSON.stringify(before)).toBe(copy);
  });
});

describe("the invariants", () => {
  it("[PAIR-16] notice a second listener", () => {
    const scene = new Scene();
    const one = scene.send("person", "hello", { seat: "responder" });
    const { holds } = scene.shell.state;
    const hold = holds[one.holdId];
    const arrival = hold === undefined ? undefined : { ...hold.arrival, holdId: "other" };
    if (hold === undefined || arrival === undefined) throw new Error("The listener is held.");
    const state = { ...scene.shell.state, holds: { ...holds, other: { ...hold, arrival } } };
    expect(() => assertInvariants(state)).toThrow("one listener at most");
  });

  it("[PAIR-7] notice a question that waits although somebody listens", () => {
    const scene = new Scene({ responderKind: "operator" });
    scene.send("person", "hello", { seat: "responder" });
    scene.send("program", "a question", { seat: "caller" });
    const state = { ...scene.shell.state, responderKind: "partner" } as const;
    expect(() => assertInvariants(state)).toThrow("turn 1 is shown while a listener waits");
  });
});

describe("a session's summary", () => {
  it("[PAIR-7] says who waits for whom", () => {
    const scene = new Scene();
    const status = (): string => summariseSession("demo", scene.shell.state).status;
    expect(status()).toBe("empty");
    const first = scene.send("person", "hello");
    expect(status()).toBe("undecided");
    first.leave();
    expect(status()).toBe("idle");
    scene.send("person", "hello", { seat: "responder" });
    expect(status()).toBe("responder-waits");
    const program = scene.send("program", "a question", { seat: "caller" });
    expect(status()).toBe("caller-waits");
    scene.operatorReplies(program.turnId, "an answer");
    expect(summariseSession("demo", scene.shell.state)).toMatchObject({
      turnCount: 1,
      openTurnCount: 0,
    });
    scene.waitAndRing(3_600_000);
    expect(status()).toBe("expired");
  });
});
