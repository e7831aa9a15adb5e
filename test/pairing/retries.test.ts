import { describe, expect, it } from "vitest";
import { Scene, type SceneHold } from "./support/scene";

interface Pair {
  readonly scene: Scene;
  readonly program: SceneHold;
}

function asked(): Pair {
  const scene = new Scene();
  const program = scene.send("program", "a question", { seat: "caller" });
  return { scene, program };
}

function answered(): Pair {
  const { scene, program } = asked();
  scene.operatorReplies(program.turnId, "an answer");
  return { scene, program };
}

/** A caller with a history was given its second answer, and a confirmation says that it arrived. */
function secondAnswer() {
  const scene = new Scene();
  const chat = scene.chat("program", { seat: "caller" });
  chat.say("the first question");
  scene.operatorReplies(1, "the first answer");
  const last = chat.say("the second question");
  scene.operatorReplies(2, "the second answer");
  last.confirm();
  return { scene, chat: { last, repeat: (): SceneHold => last.resend() } };
}

/** A program that gave a key to its answered question uses it again, long after. */
function askLate(text: string): SceneHold {
  const scene = new Scene();
  const options = { seat: "caller", idempotencyKey: "key" } as const;
  const program = scene.send("program", "a question", options);
  scene.operatorReplies(1, "an answer");
  program.confirm();
  scene.wait(3_000_000);
  return scene.send("program", text, options);
}

/** A responder without histories answered a question, and a confirmation says that the next one arrived. */
function prompted() {
  const { scene } = asked();
  scene.send("person", "hello", { seat: "responder" }).confirm();
  const words = scene.send("person", "a word", { seat: "responder" });
  const program = scene.send("program", "a second question", { seat: "caller" });
  expect(words.end).toBe("a second question");
  words.confirm();
  return { scene, program, words };
}

describe("a retry", () => {
  it("[PAIR-3] of a client that has left takes its place, unmarked too, and opens no turn", () => {
    const { scene, program } = asked();
    const retry = program.leave().resend();
    scene.operatorReplies(1, "an answer");
    expect([program.end, retry.end]).toEqual(["error request_replaced", "an answer"]);
    expect(scene.facts("turn-opened")).toHaveLength(1);
  });

  it("[PAIR-3] with a mark takes the place of one that is still attached, which ends", () => {
    const { scene, program } = asked();
    const retry = program.retry();
    expect(program.end).toBe("error request_replaced");
    expect(program.seat).toBeUndefined();
    scene.operatorReplies(1, "an answer");
    expect(retry.end).toBe("an answer");
  });

  it("[PAIR-3] gets a parked reply at once", () => {
    const { program } = answered();
    program.leave();
    expect(program.resend().end).toBe("an answer");
  });

  it("[PAIR-3] with the same idempotency key is one, whatever its body", () => {
    const scene = new Scene();
    const program = scene.send("program", "a question", { seat: "caller", idempotencyKey: "k" });
    const retry = scene.send("program", "a  question", { seat: "caller", idempotencyKey: "k" });
    expect(program.end).toBe("error request_replaced");
    expect(retry.turnId).toBe(1);
    const other = scene.send("program", "a question", { seat: "caller", idempotencyKey: "other" });
    expect(other.turnId).toBe(2);
  });

  it("[PAIR-3] is known by its normalised messages where the body's bytes differ", () => {
    const { program } = asked();
    expect(program.leave().retry({ bodySuffix: "a later date" }).turnId).toBe(1);
  });

  it("[PAIR-3] without a mark of one identity is told from a parallel call by a probe", () => {
    const { scene, program } = asked();
    const parallel = program.resend();
    expect(program.isProbed).toBe(true);
    program.answerProbe();
    expect([program.turnId, parallel.turnId]).toEqual([1, 2]);
    const again = scene.send("program", "another", { seat: "caller" });
    const retry = again.resend();
    again.leave();
    expect(retry.turnId).toBe(3);
  });

  it("[PAIR-3] among parallel equal calls ends the one whose client is gone", () => {
    const { program } = asked();
    const twin = program.resend();
    program.answerProbe();
    const retry = twin.retry();
    program.answerProbe();
    twin.leave();
    expect(retry.turnId).toBe(2);
    expect([program.turnId, program.end]).toEqual([1, undefined]);
  });

  it("[PAIR-3] that waits for a probe of another retry waits on when that one goes on", () => {
    const { program } = answered();
    const second = program.resend();
    const third = second.resend();
    // The first client is gone, so the second request is its retry; whether the second one is still there is not known yet.
    program.leave();
    expect([second.end, third.end]).toEqual(["an answer", undefined]);
    second.leave();
    expect(third.end).toBe("an answer");
  });

  it("[PAIR-3] of a responder needs no mark, and is no answer to the prompt that is on its way", () => {
    const { scene, program } = asked();
    const person = scene.send("person", "hello", { seat: "responder" });
    const retry = person.resend();
    expect([person.ends, retry.end]).toEqual([
      ["a question", "error request_replaced"],
      "a question",
    ]);
    expect([program.end, scene.facts("turn-answered")]).toEqual([undefined, []]);
  });

  it("[PAIR-8] [PAIR-18] is none with other words, which answer a prompt that the server could not confirm", () => {
    const { scene, program } = asked();
    const person = scene.send("person", "hello", { seat: "responder" }).loseLeg();
    expect(person.end).toBe("a question");
    const next = scene.send("person", "an answer", { seat: "responder" });
    expect([program.end, next.end, person.seat]).toEqual(["an answer", undefined, undefined]);
  });

  it("[PAIR-8] [PAIR-18] of who has the words again did not get the prompt that the server could not confirm", () => {
    const { scene, program } = asked();
    const person = scene.send("person", "hello", { seat: "responder" }).loseLeg();
    expect(person.resend().end).toBe("a question");
    expect(program.end).toBe(undefined);
  });

  it("[PAIR-3] by a client that was seen on both seats is none of its listener's without a probe", () => {
    const scene = new Scene();
    const listener = scene.send("one", "hello");
    scene.send("one", "what is new?");
    listener.answerProbe();
    const question = scene.send("one", "hello");
    expect([listener.end, question.seat]).toEqual(["what is new?", "undecided"]);
  });

  it("[PAIR-3] stands where its first attempt stood, whichever retry comes first", () => {
    const scene = new Scene();
    const person = scene.send("one", "hello");
    const program = scene.send("one", "a question");
    expect(person.isProbed).toBe(true);
    // The server was killed before the probe was answered, so both are gone.
    person.leave();
    program.leave();
    const programAgain = program.retry();
    const personAgain = person.retry();
    expect([personAgain.seat, personAgain.end]).toEqual(["responder", "a question"]);
    expect(programAgain.seat).toBe("caller");
  });

  it("[PAIR-3] is not another client's request with the same words", () => {
    const { scene, program } = answered();
    program.leave();
    const other = scene.send("other", "a question", { seat: "caller" });
    expect(other.turnId).toBe(2);
    const marked = scene.send("third", "a question", { seat: "caller", retryCount: 1 });
    expect(marked.turnId).toBe(3);
    expect(program.resend().end).toBe("an answer");
  });

  it("[PAIR-3] of two people who both say hello makes no one of them", () => {
    const scene = new Scene();
    const one = scene.send("one", "hello");
    const two = scene.send("two", "hello");
    expect([one.end, two.seat]).toEqual(["hello", "caller"]);
  });

  it("[PAIR-3] of a responder shows a prompt again that is still open, to the same question's turn", () => {
    const { scene, program } = asked();
    const person = scene.send("person", "hello", { seat: "responder" });
    const retry = person.leave().retry();
    expect(retry.end).toBe("a question");
    expect(scene.facts("turn-shown")).toHaveLength(1);
    retry.confirm();
    scene.send("person", "an answer", { seat: "responder" });
    expect(program.end).toBe("an answer");
  });

  it("[PAIR-3] of a responder is not shown a prompt that somebody else answered meanwhile", () => {
    const { scene } = asked();
    const person = scene.send("person", "hello", { seat: "responder" }).leave();
    scene.operatorReplies(1, "from the console");
    const retry = person.retry();
    expect(retry.end).toBeUndefined();
    scene.send("program", "a second question", { seat: "caller" });
    expect(retry.end).toBe("a second question");
  });

  it("[PAIR-3] gets a stored error too, for a minute", () => {
    const scene = new Scene({ turnTimeoutMs: 10_000 });
    const program = scene.send("program", "a question", { seat: "caller" });
    scene.waitAndRing(10_000);
    program.leave();
    scene.wait(59_000);
    const retry = program.resend();
    expect(retry.end).toBe("error turn_timeout");
    retry.leave();
    scene.wait(60_000);
    expect(retry.resend().turnId).toBe(2);
  });
});

describe("a delivery", () => {
  it("[PAIR-14] that is confirmed ends the turn, and an equal request is a new one", () => {
    const { scene, program } = answered();
    program.confirm();
    expect(scene.facts("turn-delivered")).toMatchObject([{ turnId: 1, by: "confirmation" }]);
    expect(program.resend().turnId).toBe(2);
  });

  it("[PAIR-14] that was confirmed too early is given again to a marked retry within 30 s", () => {
    const { scene, program } = answered();
    program.confirm();
    scene.wait(29_999);
    const retry = program.retry();
    expect(retry.end).toBe("an answer");
    retry.confirm();
    scene.wait(30_000);
    expect(retry.retry().turnId).toBe(2);
  });

  it("[PAIR-14] that was confirmed too early is given again for its idempotency key, however late", () => {
    expect(askLate("a question").end).toBe("an answer");
    expect(askLate("another question").turnId).toBe(2);
  });

  it("[PAIR-14] that was confirmed too early is not another client's", () => {
    const { scene, program } = answered();
    program.confirm();
    const other = scene.send("other", "a question", { seat: "caller", retryCount: 1 });
    expect(other.turnId).toBe(2);
  });

  it("[PAIR-14] of a prompt that was confirmed too early is shown again to a marked retry", () => {
    const { scene, program } = asked();
    const person = scene.send("person", "hello", { seat: "responder" }).confirm();
    const retry = person.retry();
    expect(retry.end).toBe("a question");
    retry.confirm();
    scene.send("person", "an answer", { seat: "responder" });
    expect(program.end).toBe("an answer");
  });

  it("[PAIR-14] that a caller's history lacks is given again to its next equal request, once", () => {
    const { scene, chat } = secondAnswer();
    const [first, retry] = [chat.last, chat.repeat().confirm()];
    expect([first.end, retry.end]).toEqual(["the second answer", "the second answer"]);
    expect(scene.facts("turn-delivered").map(({ turnId }) => turnId)).toEqual([1, 2]);
    expect(chat.repeat().turnId).toBe(3);
  });

  it("[PAIR-14] is given again to a request without a mark after one with it", () => {
    const { chat } = secondAnswer();
    const marked = chat.last.retry().confirm();
    expect([marked.end, marked.retry({ retryCount: 0 }).end]).toEqual([
      "the second answer",
      "the second answer",
    ]);
  });

  it("[PAIR-14] is not given again to who asked anew before", () => {
    const { scene, chat } = secondAnswer();
    chat.repeat().confirm();
    const anew = chat.repeat();
    scene.operatorReplies(3, "another answer");
    anew.confirm();
    expect(chat.repeat().turnId).toBe(4);
  });

  it("[PAIR-14] that a caller's history lacks is what it wants no more after 10 s", () => {
    const { scene, chat } = secondAnswer();
    scene.wait(9_999);
    expect(chat.repeat().end).toBe("the second answer");
    const other = secondAnswer();
    other.scene.wait(10_000);
    expect(other.chat.repeat().turnId).toBe(3);
  });

  it("[PAIR-14] [PAIR-18] is given again to whom the server's absence kept from asking", () => {
    const { scene, chat } = secondAnswer();
    const other = scene.send("another", "a question", { seat: "caller" });
    scene.wait(60_000);
    other.loseLeg();
    scene.wait(9_999);
    expect(chat.repeat().end).toBe("the second answer");
  });

  it("[PAIR-14] is not given to a program that asks for several answers to one question", () => {
    const { scene, chat } = secondAnswer();
    const twin = chat.repeat();
    scene.wait(1);
    const third = chat.repeat();
    twin.answerProbe();
    expect(third.turnId).toBe(3);
  });

  it("[PAIR-14] of a prompt is made again to who says its last words again, without any history", () => {
    const { scene, program, words } = prompted();
    const again = words.resend();
    expect([again.end, program.end]).toEqual(["a second question", undefined]);
    again.confirm();
    scene.send("person", "the second answer", { seat: "responder" });
    expect(program.end).toBe("the second answer");
    expect(scene.facts("reply-superseded")).toEqual([]);
  });

  it("[PAIR-14] of a prompt is made again to who greets again", () => {
    const { scene, program } = asked();
    const person = scene.send("person", "hello", { seat: "responder" }).confirm();
    expect(person.resend().end).toBe("a question");
    expect(program.end).toBeUndefined();
  });

  it("[PAIR-14] of a prompt that was given up is not made again, and the same words are no answer to it", () => {
    const { scene, program, words } = prompted();
    program.leave();
    const next = scene.send("program", "a third question", { seat: "caller" });
    expect(words.resend().end).toBe("a third question");
    expect([next.end, program.resend().end]).toEqual([undefined, undefined]);
  });

  it("[PAIR-14] of a prompt is made twice more at most, and then the same words are its answer", () => {
    const { program, words } = prompted();
    const shown = words.resend().confirm().resend().confirm();
    expect([shown.end, program.end]).toEqual(["a second question", undefined]);
    shown.resend();
    expect(program.end).toBe("a word");
  });

  it("[PAIR-14] of a prompt is not made again to who often says the same", () => {
    const { scene, words } = prompted();
    const last = words.resend().confirm().resend().confirm().resend();
    const third = scene.send("program", "a third question", { seat: "caller" });
    expect(last.end).toBe("a third question");
    last.confirm().resend();
    expect(third.end).toBe("a word");
  });

  it("[PAIR-14] of a prompt that is 10 s old was made, and the same words are its answer", () => {
    const { scene, program, words } = prompted();
    scene.wait(10_000);
    words.resend();
    expect(program.end).toBe("a word");
  });

  it("[PAIR-14] [PAIR-18] of a prompt is made again to whom the server's absence kept from asking", () => {
    const { scene, program, words } = prompted();
    scene.wait(60_000);
    program.loseLeg();
    scene.wait(9_999);
    const again = words.resend();
    expect([again.end, program.end]).toEqual(["a second question", undefined]);
  });

  it("[PAIR-14] stays parked until its confirmation, however long that takes", () => {
    const { scene, program } = answered();
    program.leave();
    scene.wait(3_000_000);
    expect(program.resend().end).toBe("an answer");
  });

  it("[PAIR-14] is confirmed by a history that contains it", () => {
    const scene = new Scene();
    const chat = scene.chat("program", { seat: "caller" });
    const first = chat.say("a long enough question");
    scene.operatorReplies(1, "a long enough answer");
    first.leave();
    chat.say("the next question");
    expect(scene.facts("turn-delivered")).toMatchObject([{ turnId: 1 }]);
    expect(first.seat).toBeUndefined();
  });
});
