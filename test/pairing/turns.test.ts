import { describe, expect, it } from "vitest";
import { Scene, assistant, type SceneHold, user } from "./support/scene";

function askAs(scene: Scene, text: string): SceneHold {
  return scene.send("program", text, { seat: "caller" });
}

function replyAs(scene: Scene, text: string): SceneHold {
  return scene.send("person", text, { seat: "responder" });
}

describe("a question", () => {
  it("[PAIR-7] resolves the listener at once", () => {
    const scene = new Scene();
    const person = replyAs(scene, "hello");
    askAs(scene, "a question");
    expect(person.end).toBe("a question");
    expect(scene.factTypes.slice(-2)).toEqual(["turn-shown", "hold-resolved"]);
  });

  it("[PAIR-7] waits where nobody listens", () => {
    const scene = new Scene();
    const program = askAs(scene, "a question");
    expect([program.end, program.live?.isAttached]).toEqual([undefined, true]);
    expect(replyAs(scene, "hello").end).toBe("a question");
  });

  it("[PAIR-11] is answered for itself, first come first served", () => {
    const scene = new Scene();
    const [one, two, three] = ["one", "two", "three"].map((text) => askAs(scene, text));
    const shown: (string | undefined)[] = [];
    for (const text of ["hello", "to one", "to two", "to three"]) {
      const person = replyAs(scene, text).confirm();
      shown.push(person.end);
    }
    expect(shown).toEqual(["one", "two", "three", undefined]);
    expect([one?.end, two?.end, three?.end]).toEqual(["to one", "to two", "to three"]);
  });

  it("[PAIR-11] too many are turned away with a limit, and nothing is parked for them", () => {
    const scene = new Scene({ openTurnsMax: 2 });
    askAs(scene, "one");
    askAs(scene, "two");
    const three = askAs(scene, "three");
    expect(three.end).toBe("error too_many_open_turns");
    expect(scene.facts("request-refused")).toMatchObject([{ error: { retryAfterSeconds: 10 } }]);
    expect(three.retry().end).toBe("error too_many_open_turns");
    scene.operatorReplies(1, "to one");
    expect(three.retry().turnId).toBe(3);
  });

  it("[PAIR-19] to a session that holds too many requests is refused before it is held", () => {
    const scene = new Scene({ openTurnsMax: 2_000 });
    for (let index = 0; index < 512; index += 1) askAs(scene, `question ${index}`);
    const refused = askAs(scene, "one more");
    expect([refused.end, refused.seat]).toEqual(["error too_many_open_turns", undefined]);
    scene.operatorReplies(1, "to question 0");
    expect(askAs(scene, "and another").end).toBe("error too_many_open_turns");
  });

  it("[PAIR-19] finds room where a parked reply waits for nobody", () => {
    const scene = new Scene({ openTurnsMax: 2_000 });
    const first = askAs(scene, "question 0").leave();
    for (let index = 1; index < 512; index += 1) askAs(scene, `question ${index}`);
    scene.operatorReplies(1, "to question 0");
    expect(askAs(scene, "one more").seat).toBe("caller");
    expect(first.seat).toBeUndefined();
  });
});

describe("a responder's message", () => {
  it("[PAIR-8] answers what it was shown, and then waits", () => {
    const scene = new Scene();
    const program = askAs(scene, "a question");
    replyAs(scene, "hello").confirm();
    const person = replyAs(scene, "an answer");
    expect([program.end, person.end, person.seat]).toEqual(["an answer", undefined, "responder"]);
  });

  it("[PAIR-8] that is empty answers nothing", () => {
    const scene = new Scene();
    const program = askAs(scene, "a question");
    replyAs(scene, "hello").confirm();
    expect(replyAs(scene, "  \n").end).toContain("The reply is empty.");
    expect(program.end).toBeUndefined();
  });

  it("[PAIR-8] whose prompt got lost answers nothing, and is shown the prompt again", () => {
    const scene = new Scene();
    const program = askAs(scene, "a question");
    replyAs(scene, "hello").leave();
    const person = replyAs(scene, "is anybody there?");
    expect([program.end, person.end]).toEqual([undefined, "a question"]);
  });

  it("[PAIR-8] of another responder does not answer what only the first was shown", () => {
    const scene = new Scene();
    const program = askAs(scene, "a question");
    replyAs(scene, "hello").confirm();
    const second = scene.send("second", "hello", { seat: "responder" }).confirm();
    expect([program.end, second.end]).toEqual([undefined, "a question"]);
    scene.send("second", "from the second", { seat: "responder" });
    expect(program.end).toBe("from the second");
  });

  it("[PAIR-8] answers what its client was shown last, not what it was shown before", () => {
    const scene = new Scene();
    const first = askAs(scene, "question 1");
    const person = replyAs(scene, "hello").leave();
    first.leave();
    // Question 1 is given up; the retry of the listener gets question 2, and then somebody asks for the first again.
    const second = askAs(scene, "question 2");
    const retry = person.retry();
    expect(retry.end).toBe("question 2");
    retry.confirm();
    const again = first.retry();
    replyAs(scene, "to question 2");
    expect([again.end, second.end]).toEqual([undefined, "to question 2"]);
  });

  it("[PAIR-8] of one responder is no receipt for a prompt that is under way to another", () => {
    const scene = new Scene();
    const program = askAs(scene, "a long enough question");
    const chat = scene.chat("second", { seat: "responder" });
    chat.say("hello");
    chat.receive();
    replyAs(scene, "hello").leave();
    chat.say("/context");
    expect(replyAs(scene, "is anybody there?").end).toBe("a long enough question");
    expect(program.end).toBeUndefined();
  });

  it("[PAIR-16] from another client takes the seat over", () => {
    const scene = new Scene();
    const first = replyAs(scene, "hello");
    const second = scene.send("second", "hello", { seat: "responder" });
    expect(first.end).toBe("error responder_replaced");
    askAs(scene, "a question");
    expect(second.end).toBe("a question");
  });

  it("[PAIR-16] is one of two answers where an operator was faster, and only the first counts", () => {
    const scene = new Scene();
    const program = askAs(scene, "a question");
    replyAs(scene, "hello").confirm();
    scene.operatorReplies(1, "from the console");
    scene.operatorReplies(1, "from another console");
    replyAs(scene, "from the partner");
    expect(program.ends).toEqual(["from the console"]);
    expect(scene.facts("reply-superseded")).toHaveLength(1);
    expect(scene.facts("message-unprompted")).toHaveLength(2);
  });
});

describe("a client that leaves", () => {
  it("[PAIR-12] is no listener any more", () => {
    const scene = new Scene();
    const person = replyAs(scene, "hello").leave();
    askAs(scene, "a question");
    expect([person.end, scene.facts("turn-shown").length]).toEqual([undefined, 0]);
    person.attach();
    expect(person.end).toBe("a question");
  });

  it("[PAIR-12] leaves its turn open, and its reply is parked", () => {
    const scene = new Scene();
    const program = askAs(scene, "a question").leave();
    replyAs(scene, "hello").confirm();
    replyAs(scene, "an answer");
    expect(program.end).toBeUndefined();
    expect(program.attach().end).toBe("an answer");
  });

  it("[PAIR-13] and asks something else gives up its first question", () => {
    const scene = new Scene();
    const first = askAs(scene, "question 1").leave();
    const second = askAs(scene, "question 2");
    expect(scene.facts("turn-abandoned")).toMatchObject([{ turnId: 1 }]);
    expect(replyAs(scene, "hello").end).toBe("question 2");
    expect([first.end, second.end]).toEqual([undefined, undefined]);
  });

  it("[PAIR-13] and comes back for its question revives it", () => {
    const scene = new Scene();
    const first = askAs(scene, "question 1").leave();
    const second = askAs(scene, "question 2");
    const retry = first.retry();
    expect(scene.facts("turn-revived")).toMatchObject([{ turnId: 1 }]);
    expect(replyAs(scene, "hello").confirm().end).toBe("question 1");
    expect(replyAs(scene, "to question 1").confirm().end).toBe("question 2");
    replyAs(scene, "to question 2");
    expect([retry.end, second.end]).toEqual(["to question 1", "to question 2"]);
  });
});

/** Two calls of a program go on from one history, the second so long after the first. */
function forked(afterMs: number) {
  const scene = new Scene();
  const first = askAs(scene, "the first question");
  scene.operatorReplies(1, "the first answer");
  const history = [user("the first question"), assistant(first.end ?? "")];
  const left = scene.send("program", [...history, user("go left")], { seat: "caller" });
  scene.wait(afterMs);
  const right = scene.send("program", [...history, user("go right")], { seat: "caller" });
  return { scene, left, right };
}

describe("a conversation that goes on elsewhere", () => {
  it("[PAIR-13] gives up the question before, and tells its client if it is still there", () => {
    const scene = new Scene();
    const chat = scene.chat("program", { seat: "caller" });
    chat.say("the first question");
    scene.operatorReplies(1, "the first answer");
    const stopped = chat.say("a question that is stopped");
    scene.wait(5_000);
    const next = chat.say("the question that was meant");
    expect(stopped.end).toBe("error turn_abandoned");
    scene.operatorReplies(3, "the answer that was meant");
    expect(next.end).toBe("the answer that was meant");
  });

  it("[PAIR-13] gives up a question that it keeps in its history without an answer", () => {
    const scene = new Scene();
    const stopped = askAs(scene, "helo");
    scene.send("program", [user("helo"), user("hello")], { seat: "caller" });
    expect(stopped.end).toBe("error turn_abandoned");
  });

  it("[PAIR-13] leaves alone what was answered in it", () => {
    const scene = new Scene();
    const opening = askAs(scene, "how are you?");
    const messages = [user("how are you?"), assistant("Fine, thanks."), user("and now?")];
    scene.send("program", messages, { seat: "caller" });
    expect([opening.end, scene.facts("turn-abandoned").length]).toEqual([undefined, 0]);
  });

  it("[PAIR-11] [PAIR-13] leaves alone a parallel call that forks off at the same time", () => {
    const scene = new Scene();
    const first = askAs(scene, "the first question");
    scene.operatorReplies(1, "the first answer");
    const history = [user("the first question"), assistant(first.end ?? "")];
    const left = scene.send("program", [...history, user("go left")], { seat: "caller" });
    scene.wait(999);
    const right = scene.send("program", [...history, user("go right")], { seat: "caller" });
    scene.operatorReplies(3, "to the right");
    scene.operatorReplies(2, "to the left");
    expect([left.end, right.end]).toEqual(["to the left", "to the right"]);
  });

  it("[PAIR-11] [PAIR-13] leaves alone one that a busy machine delays, if its client is there", () => {
    const { scene, left, right } = forked(4_999);
    scene.wait(9_999);
    left.answerProbe();
    scene.operatorReplies(3, "to the right");
    scene.operatorReplies(2, "to the left");
    expect([left.end, right.end]).toEqual(["to the left", "to the right"]);
  });

  it("[PAIR-3] [PAIR-11] leaves alone an equal one whose client is slow to say that it is there", () => {
    const scene = new Scene();
    const calls = [1, 2, 3].map(() => askAs(scene, "the same question"));
    scene.waitAndRing(29_999);
    for (const call of calls.slice(0, 2)) call.answerProbe();
    for (const turnId of [1, 2, 3]) scene.operatorReplies(turnId, `answer ${turnId}`);
    expect(calls.map(({ end }) => end)).toEqual(["answer 1", "answer 2", "answer 3"]);
  });

  it("[PAIR-13] gives up one whose client has left unnoticed, as soon as a probe finds it out", () => {
    const { scene, left, right } = forked(1_000);
    expect(scene.facts("turn-abandoned")).toEqual([]);
    left.leave();
    expect(scene.facts("turn-abandoned")).toMatchObject([{ turnId: 2 }]);
    expect(right.turnId).toBe(3);
  });

  it("[PAIR-13] leaves alone another agent's, which has other instructions", () => {
    const scene = new Scene();
    const first = askAs(scene, "the first question");
    scene.operatorReplies(1, "the first answer");
    const history = [user("the first question"), assistant(first.end ?? "")];
    const options = { seat: "caller", system: "You are the critic." } as const;
    const writer = scene.send("program", [...history, user("write")], { seat: "caller" });
    const critic = scene.send("program", [...history, user("criticise")], options);
    expect([writer.end, critic.end]).toEqual([undefined, undefined]);
  });

  it("[PAIR-13] is never given the answer to what was asked before", () => {
    const scene = new Scene();
    const stopped = askAs(scene, "question 1");
    replyAs(scene, "hello").confirm();
    stopped.leave();
    const next = askAs(scene, "question 2");
    replyAs(scene, "to question 1");
    expect(next.end).toBeUndefined();
    expect(scene.facts("turn-answered")).toMatchObject([{ turnId: 1 }]);
    expect(stopped.retry().end).toBe("to question 1");
  });
});

describe("a responder that lost something", () => {
  it("[PAIR-15] is shown the unanswered prompt again where its history ends before it", () => {
    const scene = new Scene();
    const program = askAs(scene, "question number one");
    const chat = scene.chat("person", { seat: "responder" });
    chat.say("hello");
    const lost = chat.say("answer number one");
    expect(program.end).toBe("answer number one");
    const second = askAs(scene, "question number two");
    expect(lost.end).toBe("question number two");
    // The response was confirmed although it did not arrive, so its history ends at question number one.
    lost.confirm();
    const messages = [...lost.sent.messages];
    const again = scene.send("person", messages, { seat: "responder" });
    expect(again.end).toBe("question number two");
    expect(scene.facts("reply-superseded")).toMatchObject([{ turnId: 1 }]);
    expect([program.ends, second.ends]).toEqual([["answer number one"], []]);
  });

  it("[PAIR-15] and opens a new chat is shown the prompt again, and its greeting is no answer", () => {
    const scene = new Scene();
    const first = askAs(scene, "question number one");
    const chat = scene.chat("person", { seat: "responder" });
    chat.say("hello");
    chat.say("answer number one");
    const program = askAs(scene, "question number two");
    chat.receive();
    const fresh = replyAs(scene, "hello again");
    expect([fresh.end, program.end]).toEqual(["question number two", undefined]);
    expect(first.end).toBe("answer number one");
  });

  it("[PAIR-15] keeps answering without histories, though a caller of the same identity sends them", () => {
    const scene = new Scene();
    const person = scene.send("machine", "hello");
    const program = scene.chat("machine");
    program.say("question number one");
    person.answerProbe().confirm();
    const next = scene.send("machine", "answer number one");
    const second = program.say("question number two");
    expect(next.end).toBe("question number two");
    next.confirm();
    scene.send("machine", "answer number two");
    expect(second.end).toBe("answer number two");
  });

  it("[PAIR-15] answers late, after the turn has expired, into the transcript only", () => {
    const scene = new Scene({ turnTimeoutMs: 10_000 });
    askAs(scene, "question number one");
    const chat = scene.chat("person", { seat: "responder" });
    chat.say("hello");
    scene.waitAndRing(10_000);
    const next = askAs(scene, "question number two");
    const person = chat.say("answer number one");
    expect(scene.facts("reply-superseded")).toMatchObject([{ turnId: 1 }]);
    expect([next.end, person.end]).toEqual([undefined, "question number two"]);
  });
});

describe("what is stored", () => {
  it("[PAIR-18] before any effect says everything: an attached hold goes on where it was", () => {
    const scene = new Scene();
    const program = askAs(scene, "a question");
    const person = replyAs(scene, "hello");
    // Evicted: the legs are lost without a word, and come back.
    program.attach();
    person.attach();
    expect(person.ends).toEqual(["a question", "a question"]);
    person.confirm();
    replyAs(scene, "an answer");
    program.leave().attach();
    expect(program.ends).toEqual(["an answer", "an answer"]);
  });

  it("[PAIR-18] is not changed by a duplicate of a leg's message", () => {
    const scene = new Scene();
    const program = askAs(scene, "a question");
    scene.operatorReplies(1, "an answer");
    program.confirm().confirm().leave().leave();
    const { length } = scene.shell.facts;
    program.confirm().leave().attach();
    expect(scene.shell.facts).toHaveLength(length);
    expect(program.end).toBe("unknown");
  });

  it("[PAIR-18] tells a Worker of a hold that is not known", () => {
    const scene = new Scene();
    scene.perform(
      scene.shell.dispatch({ type: "attach", atMs: scene.shell.nowMs, holdId: "stranger" }),
    );
    expect(scene.effects).toEqual([{ type: "tell-unknown", holdId: "stranger" }]);
  });
});
