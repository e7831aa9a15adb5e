import { describe, expect, it } from "vitest";
import { Scene, user } from "./support/scene";

const AKI = { operatorId: "operator-1", name: "Aki" };
const PROGRAM = { system: "You are of use." };

/** A person greets and a program asks from one machine, and the person's client is still there. */
function joined() {
  const scene = new Scene();
  const person = scene.send("machine", "hello");
  const program = scene.send("machine", "a question");
  person.answerProbe();
  expect(person.end).toBe("a question");
  scene.wait(10);
  return { scene, person, program };
}

/** As above, but a third request comes before the probes are answered. */
function met(thirdText: string) {
  const scene = new Scene();
  const person = scene.send("machine", "hello");
  const program = scene.send("machine", "a question");
  const third = scene.send("machine", thirdText);
  scene.wait(10);
  person.answerProbe();
  program.answerProbe();
  return { person, program, third };
}

describe("a request whose place is taken while its client seems to have left", () => {
  it("[PAIR-6] is told so where others are joined without it", () => {
    const scene = new Scene();
    const first = scene.send("machine", "hello");
    scene.send("machine", "hello again");
    scene.waitAndRing(30_000);
    expect(first.live?.isAttached).toBe(false);
    scene.send("program", "a question");
    expect(first.end).toBe("error request_replaced");
  });

  it("[PAIR-16] is told so where it listened", () => {
    const scene = new Scene();
    const first = scene.send("person", "hello", { seat: "responder" }).leave();
    scene.send("person", "hello again", { seat: "responder" });
    expect(first.end).toBe("error responder_replaced");
  });

  it("[PAIR-17] is told of the session's end", () => {
    const scene = new Scene({ turnTimeoutMs: 7_200_000 });
    const first = scene.send("person", "hello", { seat: "responder" }).leave();
    scene.waitAndRing(3_600_000);
    expect(first.end).toBe("error session_timeout");
  });

  it("[PAIR-5, PAIR-16] is told so where its party listens by a later request when its leg is back", () => {
    const scene = new Scene();
    const person = scene.chat("person");
    person.say("hello");
    const program = scene.send("program", "a question");
    person.receive();
    const first = scene.send("phone", "one").loseLeg();
    const later = scene.send("phone", [...person.history, user("an answer")]);
    expect(program.end).toBe("an answer");
    first.attach();
    expect([first.end, later.end, later.seat]).toEqual([
      "error responder_replaced",
      undefined,
      "responder",
    ]);
  });

  it("[PAIR-6] goes on waiting where only its leg is lost and others are joined", () => {
    const scene = new Scene();
    const person = scene.chat("person");
    person.say("hello");
    scene.send("program", "a question");
    person.receive();
    const stranger = scene.send("stranger", "one").loseLeg();
    const other = scene.send("another", "two");
    scene.operatorReplies(1, "an answer");
    expect(scene.send("third", "three").seat).toBe("caller");
    expect([other.end, stranger.seat]).toEqual(["three", "undecided"]);
  });
});

describe("an undecided request", () => {
  it("[PAIR-5, PAIR-16] becomes a question with the parallel call that an operator takes", () => {
    const scene = new Scene();
    const first = scene.send("program", "question 1", PROGRAM);
    const second = scene.send("program", "question 2", PROGRAM);
    scene.claims(AKI, second);
    expect([first.seat, second.seat, second.turnId]).toEqual(["caller", "caller", 1]);
    expect(scene.send("person", "hello").end).toBe("question 2");
  });

  it("[PAIR-5] whose party has become the caller while it was away is no greeting", () => {
    const scene = new Scene();
    const first = scene.send("program", "question 1", PROGRAM);
    const second = scene.send("program", "question 2", PROGRAM).loseLeg();
    scene.operatorReplies(first, "an answer");
    first.confirm();
    const person = scene.send("person", "hello");
    expect([second.seat, person.seat]).toEqual(["undecided", "undecided"]);
    second.attach();
    expect([second.seat, person.end]).toEqual(["caller", "question 2"]);
  });

  it("[PAIR-6] is one of two parallel calls, also while the other one has lost its leg", () => {
    const scene = new Scene();
    const first = scene.send("machine", "question 1", PROGRAM);
    const second = scene.send("machine", "question 2", PROGRAM).loseLeg();
    const person = scene.send("person", "hello");
    expect([first.seat, second.seat, person.end]).toEqual(["caller", "caller", "question 1"]);
  });

  it("[PAIR-6] is not joined with one that has left while it was probed for", () => {
    const scene = new Scene();
    const person = scene.send("machine", "hello");
    const program = scene.send("machine", "a question").leave();
    person.answerProbe();
    expect([person.seat, program.seat]).toEqual(["undecided", "undecided"]);
    program.retry();
    expect(person.end).toBe("a question");
  });

  it("[PAIR-3] gets the prompt of the equal one that has left after all", () => {
    const { person, program, third: again } = met("hello");
    expect([person.end, again.seat, program.end]).toEqual(["a question", "undecided", undefined]);
    person.leave();
    expect([again.end, again.seat]).toEqual(["a question", "responder"]);
  });
});

describe("a session that is full of undecided requests", () => {
  it("[PAIR-19] finds room where one's client has left, and not where only its leg is lost", () => {
    const { shell } = new Scene();
    const ids = Array.from({ length: 512 }, (_, index) => {
      const holdId = `visit-${index}`;
      // Calls of one program, which are not joined with each other.
      shell.request({ from: "visitor", messages: [user(`visit ${index}`)], ...PROGRAM }, holdId);
      return holdId;
    });
    const [first = "", second = ""] = ids;
    const { nowMs: atMs } = shell;
    const sent = { from: "visitor", messages: [user("one more")], ...PROGRAM };
    shell.dispatch({ type: "detach", atMs, holdId: first, isLegLost: true });
    expect(shell.request(sent, "refused").map(({ type }) => type)).toEqual(["refuse"]);
    shell.dispatch({ type: "detach", atMs, holdId: second });
    expect(shell.request(sent, "held").map(({ type }) => type)).toEqual(["tell-held"]);
    expect([first, second].map((holdId) => holdId in shell.state.holds)).toEqual([true, false]);
  });
});

describe("what answers no question", () => {
  it("[PAIR-8] are words that were sent before it was shown", () => {
    const { person, program, third: other } = met("something else");
    expect([person.end, program.end, other.seat]).toEqual(["a question", undefined, "undecided"]);
  });

  it("[PAIR-8] are such words when they are sent again", () => {
    const { program, third: other } = met("something else");
    const again = other.leave().retry();
    expect([program.end, again.seat]).toEqual([undefined, "undecided"]);
  });

  it("[PAIR-8] are the words that its prompt is on the way to", () => {
    const { scene, person, program } = joined();
    const again = scene.send("machine", "hello");
    person.answerProbe();
    expect([program.end, again.seat]).toEqual([undefined, "undecided"]);
  });

  it("[PAIR-8] are not its own words, with which people answer too", () => {
    const { scene, person, program } = joined();
    person.confirm();
    const echo = scene.send("machine", "a question");
    program.answerProbe();
    expect([program.end, echo.seat]).toEqual(["a question", "responder"]);
  });
});
