import { describe, expect, it } from "vitest";
import { Scene, type SceneHold, assistant, user } from "./support/scene";

const SIDE = { kind: "title", answer: "A title" };

describe("an explicit seat", () => {
  it("[PAIR-1] decides, whoever comes first", () => {
    const scene = new Scene();
    const caller = scene.send("program", "What is the plan?", { seat: "caller" });
    expect(caller.seat).toBe("caller");
    const responder = scene.send("person", "hello", { seat: "responder" });
    expect(responder.seat).toBe("responder");
    expect(responder.end).toBe("What is the plan?");
  });

  it("[PAIR-1] gives the undecided request of another client the other seat", () => {
    const scene = new Scene();
    const first = scene.send("program", "What is the plan?");
    expect(first.seat).toBe("undecided");
    const person = scene.send("person", "hello", { seat: "responder" });
    expect(first.seat).toBe("caller");
    expect(person.end).toBe("What is the plan?");
  });

  it("[PAIR-1] of one client says nothing of a client that names none, on the same machine", () => {
    const scene = new Scene();
    const person = scene.send("machine", "hello", { seat: "responder" });
    const first = scene.send("machine", "What is the plan?");
    expect(first.seat).toBe("caller");
    expect(person.end).toBe("What is the plan?");
    // The person is writing now, and the program asks a second question.
    person.confirm();
    const second = scene.send("machine", "And what is the cost?");
    expect(first.end).toBeUndefined();
    expect(second.seat).not.toBe("responder");
    scene.send("machine", "There is no plan.", { seat: "responder" });
    expect(first.end).toBe("There is no plan.");
  });

  it("[PAIR-1] that a client adds to its repeated request seats the request that waits", () => {
    const scene = new Scene();
    const first = scene.send("program", "What is the plan?").leave();
    const second = first.retry({ seat: "caller" });
    expect(second.seat).toBe("caller");
    expect(scene.facts("turn-opened")).toHaveLength(1);
  });
});

describe("a side request", () => {
  it("[PAIR-2] is answered at once, is no turn, and moves nothing", () => {
    const scene = new Scene();
    const title = scene.send("ui", "### Task: a title", { sideRequest: SIDE });
    expect(title.end).toBe("A title");
    expect(title.seat).toBeUndefined();
    expect(scene.shell.state).toMatchObject({ holds: {}, turns: {}, identities: {} });
    expect(scene.facts("side-request-answered")).toMatchObject([{ kind: "title" }]);
  });

  it("[PAIR-2] is forwarded when it is repeated within 10 s, for a program may really want it", () => {
    const scene = new Scene();
    scene.send("program", "### Task: a title", { sideRequest: SIDE, seat: "caller" });
    scene.wait(9_999);
    const again = scene.send("program", "### Task: a title", { sideRequest: SIDE, seat: "caller" });
    expect(again.seat).toBe("caller");
    const scene2 = new Scene();
    scene2.send("program", "### Task: a title", { sideRequest: SIDE });
    scene2.wait(10_001);
    expect(scene2.send("program", "### Task: a title", { sideRequest: SIDE }).end).toBe("A title");
  });

  it("[PAIR-2] that its client sends again and again is answered each time", () => {
    const scene = new Scene();
    const sideRequest = { ...SIDE, isRecurrent: true };
    const ends = [1, 2, 3].map(() => scene.send("proxy", "a health probe", { sideRequest }).end);
    expect(ends).toEqual(["A title", "A title", "A title"]);
  });

  it("[PAIR-2] that is marked as a retry, or whose leg is opened again, is answered again", () => {
    const scene = new Scene();
    const title = scene.send("ui", "### Task: a title", { sideRequest: SIDE });
    expect(title.retry().end).toBe("A title");
    scene.perform(scene.shell.request(title.sent, title.holdId));
    expect(title.ends).toEqual(["A title", "A title"]);
  });

  it("[PAIR-2] is a turn where the owner wants it forwarded", () => {
    const scene = new Scene();
    const { shell } = scene;
    scene.perform(
      shell.dispatch({ type: "change-side-requests", atMs: shell.nowMs, areAnswered: false }),
    );
    expect(scene.send("ui", "### Task: a title", { sideRequest: SIDE, seat: "caller" }).seat).toBe(
      "caller",
    );
  });
});

describe("a request without evidence", () => {
  it.each(["operator", "copilot", "script", "replay"] as const)(
    "[PAIR-5] is a caller's where the responder is %s",
    (responderKind) => {
      expect(new Scene({ responderKind }).send("anyone", "hello").seat).toBe("caller");
    },
  );

  it("[PAIR-5] speaks for the one seat that its identity is known for", () => {
    const scene = new Scene();
    const person = scene.send("person", "hello");
    const program = scene.send("program", "first question");
    person.confirm();
    expect(scene.send("program", "second question").seat).toBe("caller");
    scene.send("person", "an answer");
    expect(program.end).toBe("an answer");
  });

  it("[PAIR-5] speaks for the seat that its system prompt or tools are known for", () => {
    const scene = new Scene();
    scene.send("person", "hello", { seat: "responder" });
    scene.send("machine1", "question", { seat: "caller", system: "You are of use." });
    expect(scene.send("machine2", "another", { system: "You are of use." }).seat).toBe("caller");
    scene.send("machine1", "question 3", { seat: "caller", tools: ["search"] });
    expect(scene.send("machine3", "another", { tools: ["search"] }).seat).toBe("caller");
  });

  it("[PAIR-5] is a caller's while a listener is attached", () => {
    const scene = new Scene();
    const person = scene.send("person", "hello", { seat: "responder" });
    expect(scene.send("program", "a question").seat).toBe("caller");
    expect(person.end).toBe("a question");
  });

  it("[PAIR-5] is the reply of whom the unanswered prompt was shown to", () => {
    const scene = new Scene();
    const person = scene.send("machine", "hello");
    const program = scene.send("machine", "a question");
    expect(person.isProbed).toBe(true);
    person.answerProbe();
    expect([person.seat, program.seat]).toEqual(["responder", "caller"]);
    person.confirm();
    expect(scene.send("machine", "an answer").seat).toBe("responder");
    expect(program.end).toBe("an answer");
  });

  it("[PAIR-5] of a stranger is nobody's reply while a partner writes one", () => {
    const scene = new Scene();
    const person = scene.send("person", "hello");
    const program = scene.send("program", "a question");
    person.confirm();
    const stranger = scene.send("stranger", "what is this?");
    const second = scene.send("stranger2", "hello?");
    expect([stranger.seat, second.seat]).toEqual(["undecided", "undecided"]);
    scene.send("program", "a parallel question");
    expect(stranger.seat).toBe("undecided");
    scene.send("person", "an answer");
    expect(program.end).toBe("an answer");
    expect([stranger.seat, second.seat]).toEqual(["caller", "caller"]);
  });
});

describe("an undecided request", () => {
  it("[PAIR-6] was the handshake when another party comes, and its content is dropped", () => {
    const scene = new Scene();
    const person = scene.send("person", "hello");
    expect(person.seat).toBe("undecided");
    const program = scene.send("program", "a question");
    expect([person.seat, program.seat]).toEqual(["responder", "caller"]);
    expect([person.end, program.end]).toEqual(["a question", undefined]);
    expect(scene.facts("message-unprompted")).toMatchObject([{ holdId: person.holdId }]);
  });

  it("[PAIR-6] was the first prompt when an operator answers it", () => {
    const scene = new Scene();
    const program = scene.send("program", "a question");
    scene.operatorReplies(program, "an answer");
    expect(program.end).toBe("an answer");
  });

  it("[PAIR-6] was the first prompt when the responder becomes a copilot", () => {
    const scene = new Scene();
    const program = scene.send("program", "a question");
    scene.changeResponder("copilot");
    expect(program.seat).toBe("caller");
    scene.operatorReplies(program.turnId, "an answer");
    expect(program.end).toBe("an answer");
  });

  it("[PAIR-6] is replaced by one that goes on from it, and both are of one party (a)", () => {
    const scene = new Scene();
    const first = scene.send("person", "helo");
    const second = scene.send("person", [user("helo"), user("hello")]);
    expect(first.end).toBe("error request_replaced");
    expect(second.seat).toBe("undecided");
    scene.send("program", "a question");
    expect(second.end).toBe("a question");
  });

  it("[PAIR-6] is not replaced by another client's that began with the same words", () => {
    const scene = new Scene();
    const first = scene.send("person", "hello");
    scene.send("program", [user("hello"), user("and a question")]);
    expect(first.seat).toBe("responder");
  });

  it("[PAIR-6] stays so beside one of its own program, which shares the system prompt (b)", () => {
    const scene = new Scene();
    const first = scene.send("program", "question 1", { system: "You are of use." });
    const second = scene.send("program", "question 2", { system: "You are of use." });
    expect([first.seat, second.seat]).toEqual(["undecided", "undecided"]);
    const person = scene.send("person", "hello");
    expect([first.seat, second.seat, person.seat]).toEqual(["caller", "caller", "responder"]);
    expect(person.end).toBe("question 1");
  });

  it("[PAIR-6] of the same identity is probed, and joined if its client is there (c)", () => {
    const scene = new Scene();
    const person = scene.send("machine", "hello");
    const program = scene.send("machine", "a question");
    expect([person.isProbed, person.seat, program.seat]).toEqual([true, "undecided", "undecided"]);
    person.answerProbe();
    expect(person.end).toBe("a question");
  });

  it("[PAIR-6] of the same identity is not joined if its client is gone (c)", () => {
    const scene = new Scene();
    const first = scene.send("machine", "hello");
    const second = scene.send("machine", "hello again");
    first.leave();
    expect([first.seat, second.seat]).toEqual(["undecided", "undecided"]);
    const program = scene.send("program", "a question");
    expect([second.end, program.seat]).toEqual(["a question", "caller"]);
    expect(first.seat).toBeUndefined();
  });

  it("[PAIR-6] goes on without the answer to a probe that is not given, and mends it if it comes late", () => {
    const scene = new Scene();
    const person = scene.send("machine", "hello");
    const program = scene.send("machine", "a question");
    expect(scene.nextDeadlineInMs).toBe(30_000);
    scene.waitAndRing(30_000);
    expect([person.live?.isAttached, program.seat]).toEqual([false, "undecided"]);
    person.answerProbe();
    expect([person.end, program.seat]).toEqual(["a question", "caller"]);
    scene.send("machine", "an answer");
    expect(program.end).toBe("an answer");
  });

  it.each([
    ["a new leg", (person: SceneHold) => person.attach()],
    ["its request, opened again", (person: SceneHold) => person.openAgain()],
  ])("[PAIR-6] is joined with who came while its leg was lost by %s", (_, comeBack) => {
    const scene = new Scene();
    const person = scene.send("machine", "hello").loseLeg();
    const program = scene.send("machine", "a question");
    expect([person.seat, program.seat]).toEqual(["undecided", "undecided"]);
    comeBack(person);
    expect([person.end, program.seat]).toEqual(["a question", "caller"]);
  });

  it("[PAIR-6] is the question of the party that waits with two, also when one of them comes back late", () => {
    const scene = new Scene();
    const program = { system: "You are of use." };
    const first = scene.send("machine", "question 1", program);
    const second = scene.send("machine", "question 2", program).loseLeg();
    first.loseLeg();
    const person = scene.send("machine", "hello");
    second.attach();
    first.attach();
    expect([first.seat, second.seat, person.seat]).toEqual(["caller", "caller", "responder"]);
    person.confirm();
    const next = scene.send("machine", "an answer");
    expect([person.end, next.end, second.end]).toEqual(["question 2", "question 1", "an answer"]);
  });

  it("[PAIR-6] that comes back does not take the seat of a partner who is writing", () => {
    const scene = new Scene();
    const { stranger, other, program, person } = strangersBesideAWriter(scene);
    stranger.attach();
    expect([stranger.seat, other.seat]).toEqual(["undecided", "undecided"]);
    person.say("an answer");
    expect(program.end).toBe("an answer");
    expect([stranger.seat, other.seat]).toEqual(["caller", "caller"]);
  });

  it("[PAIR-6] that repeats a request which is still being probed for goes on with its probes", () => {
    const scene = new Scene();
    const person = scene.send("machine", "hello");
    const again = scene.send("machine", "a question").leave().retry();
    expect(again.live?.probing?.holdIds).toEqual([person.holdId]);
    person.answerProbe();
    expect(person.end).toBe("a question");
    expect(again.seat).toBe("caller");
  });

  it("[PAIR-6] is the handshake for a caller that named its seat and waits", () => {
    const scene = new Scene();
    const program = scene.send("machine", "a question", { seat: "caller" });
    const person = scene.send("machine", "hello");
    expect([person.seat, person.end]).toEqual(["responder", "a question"]);
    scene.send("machine", [user("hello"), assistant("a question"), user("an answer")]);
    expect(program.end).toBe("an answer");
  });

  it("[PAIR-6] of a client that left for good does not keep the next one from the seat", () => {
    const scene = new Scene();
    scene.send("visitor", "hello").leave();
    const program = scene.send("program", "a question", { seat: "caller" });
    const person = scene.send("person", "hello");
    expect([person.seat, person.end]).toEqual(["responder", "a question"]);
    scene.send("person", "an answer");
    expect(program.end).toBe("an answer");
  });
});

describe("a listener that comes back", () => {
  it("[PAIR-5] by a new leg seats who came while its leg was lost", () => {
    const scene = new Scene();
    const listener = scene.send("person", "hello", { seat: "responder" }).loseLeg();
    const program = scene.send("program", "a question");
    expect(program.seat).toBe("undecided");
    listener.attach();
    expect([program.seat, listener.end]).toEqual(["caller", "a question"]);
  });

  it("[PAIR-5] by its retry seats who came while its client was away", () => {
    const scene = new Scene();
    const listener = scene.send("person", "hello", { seat: "responder" }).leave();
    const program = scene.send("program", "a question");
    expect(program.seat).toBe("undecided");
    const again = listener.retry();
    expect([program.seat, again.end]).toEqual(["caller", "a question"]);
  });

  it("[PAIR-5] by a late answer to its probe seats who came before it", () => {
    const scene = new Scene();
    const person = scene.send("machine", "hello");
    const program = scene.send("machine", "question 1");
    person.answerProbe().confirm();
    const listener = scene.send("machine", "answer 1");
    program.confirm();
    scene.wait(3_000);
    const next = scene.send("machine", "question 2");
    scene.waitAndRing(30_000);
    expect([listener.live?.isAttached, next.seat]).toEqual([false, "undecided"]);
    listener.answerProbe();
    expect([next.seat, listener.end]).toEqual(["caller", "question 2"]);
  });
});

/** A partner writes the answer to a program's question, and two clients that nobody knows wait meanwhile, one of them without a leg. */
function strangersBesideAWriter(scene: Scene) {
  const person = scene.chat("person");
  person.say("hello");
  const program = scene.send("program", "a question");
  person.receive();
  const stranger = scene.send("stranger", "one").loseLeg();
  const other = scene.send("another", "two");
  return { person, program, stranger, other };
}
