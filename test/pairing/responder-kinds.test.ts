import { describe, expect, it } from "vitest";
import { Scene } from "./support/scene";

describe("a change of the responder", () => {
  it("[PAIR-16] to an operator leaves the listener waiting, and back shows it what waits", () => {
    const scene = new Scene();
    const person = scene.send("person", "hello", { seat: "responder" });
    scene.changeResponder("operator");
    const program = scene.send("program", "a question");
    expect([person.end, program.seat]).toEqual([undefined, "caller"]);
    scene.changeResponder("partner");
    expect(person.end).toBe("a question");
    person.confirm();
    scene.send("person", "an answer", { seat: "responder" });
    expect(program.end).toBe("an answer");
  });

  it("[PAIR-5] in mid-turn still takes the partner's answer, by its identity", () => {
    const scene = new Scene();
    const person = scene.send("person", "hello");
    const program = scene.send("program", "a question");
    person.confirm();
    scene.changeResponder("operator");
    expect(scene.send("person", "an answer").seat).toBe("responder");
    expect(program.end).toBe("an answer");
    // Nothing more is awaited of it: now it is a caller like everyone.
    expect(scene.send("person", "a question of mine").seat).toBe("caller");
  });

  it("[PAIR-16] in mid-turn lets the copilot answer, and keeps the partner's late words", () => {
    const scene = new Scene();
    const program = scene.send("program", "a long enough question", { seat: "caller" });
    const chat = scene.chat("person");
    chat.say("hello", { seat: "responder" });
    scene.changeResponder("copilot");
    scene.operatorReplies(1, "from the copilot");
    chat.say("from the partner");
    expect(program.ends).toEqual(["from the copilot"]);
    expect(scene.facts("reply-superseded")).toMatchObject([{ turnId: 1 }]);
  });

  it("[PAIR-16] does not lose what waits", () => {
    const scene = new Scene({ responderKind: "operator" });
    const program = scene.send("program", "a question");
    scene.changeResponder("partner");
    expect(program.live?.isAttached).toBe(true);
    const person = scene.send("person", "hello");
    expect([person.seat, person.end]).toEqual(["responder", "a question"]);
  });
});

describe("an operator", () => {
  it("[PAIR-16] answers a turn that is not there any more into the transcript only", () => {
    const scene = new Scene();
    scene.send("program", "a question", { seat: "caller" });
    scene.operatorReplies(7, "an answer");
    expect(scene.facts("reply-superseded")).toMatchObject([{ turnId: 7 }]);
    expect(scene.effects).toEqual([]);
  });

  it("[PAIR-16] answers a question whose caller is gone, and the reply waits", () => {
    const scene = new Scene();
    const program = scene.send("program", "a question", { seat: "caller" }).leave();
    scene.operatorReplies(1, "an answer");
    expect(program.end).toBeUndefined();
    expect(program.resend().end).toBe("an answer");
  });
});
