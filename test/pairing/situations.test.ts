import { describe, expect, it } from "vitest";
import { Scene } from "./support/scene";

/** Situations in which a simple pairing of two clients is known to fail. */
describe("where simple pairing fails", () => {
  it("[PAIR-3] 1: the responder's handshake is retried before the program comes", () => {
    const scene = new Scene();
    const handshake = scene.send("person", "ping");
    const retry = handshake.leave().retry();
    const program = scene.send("program", "a question");
    expect([retry.seat, retry.end, program.seat]).toEqual(["responder", "a question", "caller"]);
  });

  it("[PAIR-6] 2: the program comes first, and the person's words are not its answer", () => {
    const scene = new Scene();
    const program = scene.send("program", "a question", { seat: "caller" });
    const person = scene.send("person", "ping");
    expect([program.end, person.end]).toEqual([undefined, "a question"]);
    person.confirm();
    scene.send("person", "an answer");
    expect(program.end).toBe("an answer");
  });

  it("[PAIR-3] 3: the person thinks longer than the program waits, and the program retries", () => {
    const scene = new Scene();
    const person = scene.send("person", "hello");
    const program = scene.send("program", "a question");
    person.confirm();
    const retry = program.leave().retry();
    const next = scene.send("person", "an answer");
    expect([retry.end, next.end, scene.facts("turn-shown").length]).toEqual([
      "an answer",
      undefined,
      1,
    ]);
  });

  it("[PAIR-13] 3b: the answer to a question that was given up is not that to the next one", () => {
    const scene = new Scene();
    const person = scene.send("person", "hello");
    const first = scene.send("program", "question 1");
    person.confirm();
    first.leave();
    const second = scene.send("program", "question 2");
    const next = scene.send("person", "to question 1").confirm();
    expect([second.end, next.end]).toEqual([undefined, "question 2"]);
    scene.send("person", "to question 2");
    expect(second.end).toBe("to question 2");
  });

  it.each([2, 3])("[PAIR-11] 4 and 5: %i parallel calls each get their own answer", (count) => {
    const scene = new Scene();
    let person = scene.send("person", "hello");
    const calls = Array.from({ length: count }, (_, index) =>
      scene.send("program", `question ${index}`),
    );
    for (let index = 0; index < count; index += 1) {
      expect(person.end).toBe(`question ${index}`);
      person.confirm();
      person = scene.send("person", `to question ${index}`);
    }
    expect(calls.map(({ end }) => end)).toEqual(calls.map((_, index) => `to question ${index}`));
  });

  it("[PAIR-6] 6: the person leaves in the handshake and comes back with other words", () => {
    const scene = new Scene();
    scene.send("person", "hello").leave();
    const again = scene.send("person", "are you there?");
    const program = scene.send("program", "a question");
    expect([again.end, program.seat]).toEqual(["a question", "caller"]);
  });

  it("[PAIR-1] 7: seats that are named count before both are there", () => {
    const scene = new Scene();
    const program = scene.send("program", "a question", { seat: "caller" });
    const person = scene.send("person", "ping", { seat: "responder" }).confirm();
    expect([program.end, person.end]).toEqual([undefined, "a question"]);
  });

  it("[PAIR-11] 8: three messages while nobody is there are all kept, in their order", () => {
    const scene = new Scene();
    for (const text of ["one", "two", "three"]) scene.send("program", text, { seat: "caller" });
    const shown = ["hello", "a", "b"].map((text) => {
      const person = scene.send("person", text, { seat: "responder" }).confirm();
      return person.end;
    });
    expect(shown).toEqual(["one", "two", "three"]);
  });

  it("[PAIR-5] a person on the program's machine stops waiting and greets again", () => {
    const scene = new Scene();
    const greeting = scene.send("one machine", "ping");
    const program = scene.send("one machine", "question 1");
    greeting.answerProbe();
    greeting.confirm();
    const listening = scene.send("one machine", "answer 1");
    program.confirm();
    scene.wait(3_000);
    const again = scene.send("one machine", "ping again");
    expect([listening.isProbed, again.seat, again.end]).toEqual([true, "undecided", undefined]);
    listening.leave();
    const next = scene.send("one machine", "question 2");
    again.answerProbe();
    expect([again.end, next.seat]).toEqual(["question 2", "caller"]);
  });

  it("[PAIR-5] a program on the person's machine asks on while the person listens", () => {
    const scene = new Scene();
    const greeting = scene.send("one machine", "ping");
    const program = scene.send("one machine", "question 1");
    greeting.answerProbe();
    greeting.confirm();
    const listening = scene.send("one machine", "answer 1");
    program.confirm();
    scene.wait(3_000);
    const next = scene.send("one machine", "question 2");
    listening.answerProbe();
    expect([listening.end, next.seat]).toEqual(["question 2", "caller"]);
  });
});
