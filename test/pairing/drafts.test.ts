import { describe, expect, it } from "vitest";
import type { Effect } from "../../src/pairing/input";
import { restoreState, type StoredState } from "../../src/pairing/state";
import { WRONG_REPLY } from "./support/shell";
import { assistant, Scene, type SceneHold, user } from "./support/scene";

const AKI = { operatorId: "operator-1", name: "Aki" };
const BO = { operatorId: "operator-2", name: "Bo" };

interface Pair {
  readonly scene: Scene;
  readonly program: SceneHold;
}

function asked(options = {}): Pair {
  const scene = new Scene(options);
  const program = scene.send("program", "a question", { seat: "caller" });
  return { scene, program };
}

function begun(options = {}): Pair {
  const pair = asked(options);
  pair.scene.begins(AKI, 1);
  return pair;
}

/** The question is on a partner's screen when an operator begins to answer it. */
function begunWhileShown(): Pair & { readonly person: SceneHold } {
  const scene = new Scene();
  const program = scene.send("program", "a question", { seat: "caller" });
  const person = scene.send("person", "hello", { seat: "responder" }).confirm();
  expect(person.end).toBe("a question");
  scene.begins(AKI, 1);
  return { scene, program, person };
}

/** The same where nobody names a seat. */
function begunWhileShownByIdentity(): Pair {
  const scene = new Scene();
  const person = scene.send("person", "hello");
  const program = scene.send("program", "a question");
  expect(person.confirm().end).toBe("a question");
  scene.begins(AKI, 1);
  return { scene, program };
}

function draft(holdId: string): Effect {
  return { type: "tell-draft", holdId, turnId: 1 };
}

function cut(): Pair {
  const pair = asked();
  pair.scene.operatorReplies(1, "an answer", { form: "cut" });
  return pair;
}

describe("a reply that an operator has begun", () => {
  it("[PAIR-20] makes the turn that operator's", () => {
    const { scene } = begun();
    expect(scene.shell.state.turns["1"]).toMatchObject({ isBegun: true, claimedBy: AKI });
    expect(scene.factTypes.slice(-2)).toEqual(["turn-claimed", "reply-begun"]);
  });

  it("[PAIR-20] is begun once, and by nobody who has not the turn", () => {
    const { scene } = asked();
    scene.claims(BO, 1);
    scene.begins(AKI, 1);
    expect(scene.facts("reply-begun")).toEqual([]);
    scene.begins(BO, 1);
    scene.begins(BO, 1);
    expect(scene.facts("reply-begun")).toHaveLength(1);
  });

  it("[PAIR-20] can be taken over, and stays begun", () => {
    const { scene } = begun();
    scene.takesOver(BO, 1);
    expect(scene.shell.state.turns["1"]).toMatchObject({ isBegun: true, claimedBy: BO });
  });

  it("[PAIR-20] is shown to no partner, whose next question is the one after it", () => {
    const { scene } = begun();
    scene.send("program", "a second question", { seat: "caller" });
    const person = scene.send("person", "hello", { seat: "responder" });
    expect(person.end).toBe("a second question");
  });

  it("[PAIR-20] supersedes what a partner answers", () => {
    const { scene, program } = begunWhileShown();
    const reply = scene.send("person", "from the partner", { seat: "responder" });
    expect([program.end, reply.end]).toEqual([undefined, undefined]);
    expect(scene.facts("reply-superseded")).toMatchObject([{ turnId: 1, form: "text" }]);
    scene.operatorReplies(1, "from the console", { claimant: AKI });
    expect(program.ends).toEqual(["from the console"]);
    scene.send("program", "a second question", { seat: "caller" });
    expect(reply.end).toBe("a second question");
  });

  it("[PAIR-10, PAIR-20] demands nothing of what is only kept", () => {
    const { scene } = begunWhileShown();
    const words = scene.send("person", `${WRONG_REPLY} words`, { seat: "responder" });
    expect([words.end, scene.facts("reply-superseded").length]).toEqual([undefined, 1]);
  });

  it("[PAIR-5, PAIR-20] takes one message of a partner for its late answer, and no more", () => {
    const { scene } = begunWhileShownByIdentity();
    scene.changeResponder("operator");
    expect(scene.send("person", "from the partner").seat).toBe("responder");
    expect(scene.facts("reply-superseded")).toMatchObject([{ turnId: 1 }]);
    expect(scene.send("person", "a question of mine").seat).toBe("caller");
  });

  it.each(["   ", "/skip"])("[PAIR-20] lets a partner's %j go on to the next question", (text) => {
    const { scene, program } = begunWhileShown();
    const next = scene.send("person", text, { seat: "responder" });
    expect([next.end, scene.facts("turn-skipped")]).toEqual([undefined, []]);
    scene.operatorReplies(1, "from the console");
    expect(program.end).toBe("from the console");
  });

  it.each(["/refuse no", "/error 500 no"])("[PAIR-20] tells a partner so that sends %j", (text) => {
    const { scene, program } = begunWhileShown();
    const told = scene.send("person", text, { seat: "responder" });
    expect(told.end).toContain("Question 1 is being answered by somebody else.");
    expect(program.end).toBeUndefined();
  });

  it("[PAIR-14, PAIR-20] is not shown again to a partner that lost it", () => {
    const { scene, person } = begunWhileShown();
    const repeat = person.retry();
    expect([repeat.seat, repeat.end]).toEqual(["responder", undefined]);
    expect(scene.facts("turn-shown")).toHaveLength(1);
  });

  it("[PAIR-3, PAIR-20] is not shown to the retry of the request that waited for it", () => {
    const { scene } = asked();
    const person = scene.send("person", "hello", { seat: "responder" }).leave();
    expect(person.end).toBe("a question");
    scene.begins(AKI, 1);
    const retry = person.retry();
    expect([retry.seat, retry.end]).toEqual(["responder", undefined]);
    expect(scene.facts("turn-shown")).toHaveLength(1);
  });

  it("[PAIR-15, PAIR-20] is not shown again in a new chat", () => {
    const scene = new Scene();
    scene.send("program", "a question", { seat: "caller" });
    const chat = scene.chat("person", { seat: "responder" });
    chat.say("hello");
    chat.say("an answer").confirm();
    scene.send("program", "a second question", { seat: "caller" });
    scene.begins(AKI, 2);
    const fresh = scene.send("person", "hello again", { seat: "responder" });
    expect(fresh.end).toBeUndefined();
    expect(scene.facts("turn-shown").filter(({ turnId }) => turnId === 2)).toHaveLength(1);
  });

  it("[PAIR-20] goes to the caller from its beginning whenever a leg is opened", () => {
    const { scene, program } = begun();
    program.loseLeg().attach();
    expect(scene.effects).toContainEqual(draft(program.holdId));
    const marked = program.retry();
    expect(scene.effects).toContainEqual(draft(marked.holdId));
    const left = marked.leave().resend();
    expect(scene.effects).toContainEqual(draft(left.holdId));
    scene.operatorReplies(1, "an answer");
    left.leave().attach();
    expect(scene.effects.map(({ type }) => type)).toEqual(["tell-held", "resolve"]);
  });

  it("[PAIR-20] goes to the equal request that takes the place of one that answers no probe", () => {
    const { scene, program } = begun();
    const twin = scene.send("program", "a question", { seat: "caller" });
    expect([program.isProbed, twin.seat]).toEqual([true, "undecided"]);
    scene.waitAndRing(30_000);
    expect(scene.effects).toContainEqual(draft(twin.holdId));
  });

  it("[PAIR-17, PAIR-20] ends as an error at its deadline", () => {
    const { scene, program } = begun({ turnTimeoutMs: 1_000 });
    scene.waitAndRing(1_000);
    expect(program.end).toBe("error turn_timeout");
    scene.begins(AKI, 1);
    expect(scene.facts("reply-begun")).toHaveLength(1);
  });

  it("[PAIR-13, PAIR-20] was stopped where its caller goes on from a part of it", () => {
    const scene = new Scene();
    const chat = scene.chat("program", { seat: "caller" });
    chat.say("the first question");
    scene.operatorReplies(1, "the first answer");
    const stopped = chat.say("the second question");
    scene.begins(AKI, 2);
    stopped.leave();
    scene.wait(1_000);
    const part = [...stopped.sent.messages, assistant("As far as I")];
    scene.send("program", [...part, user("No, the third.")], { seat: "caller" });
    expect(scene.facts("turn-abandoned")).toEqual([{ type: "turn-abandoned", turnId: 2 }]);
  });

  it("[PAIR-13, PAIR-20] ends as an error when its caller asks something else", () => {
    const { scene, program } = begun();
    program.leave();
    scene.send("program", "another question", { seat: "caller" });
    expect(scene.shell.state.turns["1"]?.isAbandoned).toBe(true);
    expect(program.retry().end).toBeUndefined();
    expect(scene.effects.map(({ type }) => type)).toContain("tell-draft");
  });
});

describe("a reply that breaks off", () => {
  it("[PAIR-3] waits for a client that was not there", () => {
    const { scene, program } = asked();
    program.leave();
    scene.operatorReplies(1, "an answer", { form: "cut" });
    expect(program.resend().end).toBe("an answer");
  });

  it.each([
    ["with a mark", 1],
    ["without a mark", 0],
  ])("[PAIR-14] makes a retry %s a new attempt, once it was confirmed", (_, retryCount) => {
    const { scene, program } = cut();
    program.confirm();
    expect(scene.facts("turn-delivered")).toMatchObject([{ turnId: 1, by: "confirmation" }]);
    const retry = program.retry({ retryCount });
    expect([retry.end, retry.turnId]).toEqual([undefined, 2]);
  });

  it("[PAIR-14] is like an error that says when to come again: its retry is a new attempt", () => {
    const { scene, program } = asked();
    scene.operatorReplies(1, "an answer", { form: "retryable-error" });
    program.confirm();
    expect(program.retry({ retryCount: 1 }).turnId).toBe(2);
  });

  it("[PAIR-14] is unlike any other error, which its retry gets again", () => {
    const { scene, program } = asked();
    scene.operatorReplies(1, "an answer", { form: "error" });
    program.confirm();
    expect(program.retry({ retryCount: 1 }).end).toBe("an answer");
  });

  it("[PAIR-14] is no other wish: the end of the next attempt's reply can get lost, too", () => {
    const scene = new Scene();
    const chat = scene.chat("program", { seat: "caller" });
    chat.say("the first question");
    scene.operatorReplies(1, "the first answer");
    const second = chat.say("the second question");
    scene.operatorReplies(2, "the second answer", { form: "cut" });
    const third = second.confirm().resend();
    scene.operatorReplies(3, "the third answer");
    expect(third.confirm().resend().end).toBe("the third answer");
  });

  it("[PAIR-14] is none that a history without it could miss", () => {
    const scene = new Scene();
    const chat = scene.chat("program", { seat: "caller" });
    chat.say("the first question");
    scene.operatorReplies(1, "the first answer");
    const second = chat.say("the second question");
    scene.operatorReplies(2, "the second answer", { form: "cut" });
    second.confirm();
    expect(second.resend().turnId).toBe(3);
  });
});

describe("a stream that its caller stops in mid-draft", () => {
  const history = [user("a question"), assistant("an ans"), user("another question")];

  it("[PAIR-13] is given up by what goes on from the part that has gone, though nobody noticed that it was stopped", () => {
    const { scene, program } = begun();
    const next = scene.send("program", history, { seat: "caller" });
    expect([program.isProbed, next.turnId]).toEqual([true, 0]);
    program.leave();
    expect(next.turnId).toBe(2);
    expect(scene.facts("turn-abandoned")).toEqual([{ type: "turn-abandoned", turnId: 1 }]);
  });

  it("[PAIR-13] is given up after a while where its client does not say that it is there", () => {
    const { scene } = begun();
    scene.send("program", history, { seat: "caller" });
    scene.waitAndRing(30_000);
    expect(scene.facts("turn-abandoned")).toEqual([{ type: "turn-abandoned", turnId: 1 }]);
  });

  it("[PAIR-13] is not given up by another conversation of a like beginning", () => {
    const { scene, program } = begun();
    const next = scene.send("program", history, { seat: "caller" });
    program.answerProbe();
    expect([next.turnId, scene.facts("turn-abandoned").length]).toEqual([2, 0]);
    scene.operatorReplies(1, "an answer");
    expect(program.end).toBe("an answer");
  });
});

describe("a snapshot of an earlier version", () => {
  it("is of a session in which nobody has claimed or begun anything", () => {
    const { scene, program } = asked();
    const { isContextHidden, turns, holds, ...others } = scene.shell.state;
    const { claimedBy, isBegun, ...turn } = turns["1"] ?? {};
    expect([isContextHidden, claimedBy, isBegun]).toEqual([false, null, false]);
    const { firstSentAtMs, ...hold } = holds[program.holdId] ?? {};
    expect(firstSentAtMs).toBe(scene.shell.nowMs);
    const stored = { ...others, holds: { [program.holdId]: hold }, turns: { 1: turn } };
    expect(restoreState(stored as StoredState)).toEqual(scene.shell.state);
  });

  it("is read beside those of this one", () => {
    const { scene } = begun();
    scene.hidesContext(true);
    expect(restoreState(structuredClone(scene.shell.state))).toEqual(scene.shell.state);
  });
});
