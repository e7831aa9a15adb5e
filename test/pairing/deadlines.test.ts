import { describe, expect, it } from "vitest";
import { Scene } from "./support/scene";

const SETTINGS = { turnTimeoutMs: 10_000, sessionTimeoutMs: 60_000 };

describe("a turn's deadline", () => {
  it("[PAIR-17] ends it with turn_timeout, once, and not before", () => {
    const scene = new Scene(SETTINGS);
    const program = scene.send("program", "a question", { seat: "caller" });
    expect(scene.nextDeadlineInMs).toBe(10_000);
    scene.waitAndRing(9_999);
    expect(program.end).toBeUndefined();
    scene.waitAndRing(1);
    scene.ring();
    expect(program.ends).toEqual(["error turn_timeout"]);
    expect(scene.facts("turn-expired")).toMatchObject([{ turnId: 1 }]);
  });

  it("[PAIR-17] that the alarm is late for is noticed by the next request", () => {
    const scene = new Scene(SETTINGS);
    const program = scene.send("program", "a question", { seat: "caller" });
    scene.wait(10_001);
    const person = scene.send("person", "hello", { seat: "responder" });
    expect([program.end, person.end]).toEqual(["error turn_timeout", undefined]);
  });

  it("[PAIR-17] holds for an undecided request too", () => {
    const scene = new Scene(SETTINGS);
    const someone = scene.send("someone", "hello");
    scene.waitAndRing(10_000);
    expect(someone.end).toBe("error turn_timeout");
  });

  it("[PAIR-17] also ends a turn that its caller gave up, or that was skipped", () => {
    const scene = new Scene(SETTINGS);
    scene.send("program", "question 1", { seat: "caller" }).leave();
    scene.send("program", "question 2", { seat: "caller" });
    scene.send("person", "hello", { seat: "responder" }).confirm();
    scene.send("person", "/skip", { seat: "responder" });
    scene.waitAndRing(10_000);
    expect(scene.shell.state.turns).toEqual({});
  });

  it("[PAIR-17] parks the error for the client that was cut off", () => {
    const scene = new Scene(SETTINGS);
    const program = scene.send("program", "a question", { seat: "caller" });
    scene.waitAndRing(10_000);
    expect(program.leave().retry().end).toBe("error turn_timeout");
  });
});

describe("an idle session", () => {
  it("[PAIR-17] ends its holds with session_timeout, and starts afresh with the next request", () => {
    const scene = new Scene({ sessionTimeoutMs: 60_000 });
    const listener = scene.send("person", "hello", { seat: "responder" });
    scene.waitAndRing(60_000);
    expect(listener.end).toBe("error session_timeout");
    expect(scene.shell.state).toMatchObject({ isExpired: true, holds: {}, turns: {} });
    expect(scene.nextDeadlineInMs).toBeNull();
    scene.wait(5);
    const program = scene.send("program", "a question");
    expect(program.seat).toBe("undecided");
    expect(scene.shell.state).toMatchObject({ isExpired: false, startedAtMs: scene.shell.nowMs });
  });

  it("[PAIR-17] goes on counting its turns, and keeps its responder", () => {
    const scene = new Scene(SETTINGS);
    scene.changeResponder("operator");
    scene.send("program", "a question");
    scene.waitAndRing(10_000);
    scene.waitAndRing(60_000);
    const program = scene.send("program", "another question");
    expect([program.seat, program.turnId]).toEqual(["caller", 2]);
  });

  it("[PAIR-17] is none while a turn is open", () => {
    const scene = new Scene({ turnTimeoutMs: 100_000, sessionTimeoutMs: 60_000 });
    const program = scene.send("program", "a question", { seat: "caller" });
    scene.waitAndRing(60_000);
    expect(program.end).toBeUndefined();
    scene.waitAndRing(40_000);
    expect(program.end).toBe("error turn_timeout");
  });

  it("[PAIR-17] forgets whom it knew, and recognises old histories all the same", () => {
    const scene = new Scene(SETTINGS);
    const chat = scene.chat("program");
    chat.say("a long enough question", { seat: "caller" });
    scene.operatorReplies(1, "a long enough answer");
    chat.receive();
    scene.waitAndRing(60_000);
    expect(chat.say("the next question").seat).toBe("caller");
    expect(scene.shell.state.identities).toEqual({
      program: { caller: true, responder: false, sendsHistory: false },
    });
  });

  it("[PAIR-17] ends at once with an alarm that nobody waited for", () => {
    const scene = new Scene();
    scene.ring();
    expect(scene.shell.facts).toEqual([]);
    expect(scene.nextDeadlineInMs).toBeNull();
  });
});
