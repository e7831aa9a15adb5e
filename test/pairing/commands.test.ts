import { describe, expect, it } from "vitest";
import { parseResponderMessage } from "../../src/pairing/command";
import { Scene, type SceneHold, assistant, user } from "./support/scene";

function shown(): { scene: Scene; program: SceneHold; say: (text: string) => SceneHold } {
  const scene = new Scene();
  const program = scene.send("program", "a question", { seat: "caller" });
  scene.send("person", "hello", { seat: "responder" }).confirm();
  const say = (text: string): SceneHold =>
    scene.send("person", text, { seat: "responder" }).confirm();
  return { scene, program, say };
}

function calling(...calls: readonly (readonly [string, string])[]): object {
  return { name: "tool", calls: calls.map(([toolName, inputJson]) => ({ toolName, inputJson })) };
}

describe("a responder's command", () => {
  it.each([
    ["/context", { name: "context" }],
    ["/help", { name: "help" }],
    ["/help me", { name: "help" }],
    ["/skip", { name: "skip" }],
    ["/skip\n", { name: "skip" }],
    ["/tool search", calling(["search", "{}"])],
    ['/tool search {"a": 1}', calling(["search", '{"a": 1}'])],
    ['/tool search\n{"a":\n1}', calling(["search", '{"a":\n1}'])],
    ['/tool\nsearch {"a": 1}', calling(["search", '{"a": 1}'])],
    ['/tool a {"n": 1}\n/tool b {"n": 2}', calling(["a", '{"n": 1}'], ["b", '{"n": 2}'])],
    ["/tool a\r\n\r\n/tool b {}\r\n/tool a\n", calling(["a", "{}"], ["b", "{}"], ["a", "{}"])],
    ['/tool a {\n"n": 1\n}\n/tool b [\n]', calling(["a", '{\n"n": 1\n}'], ["b", "[\n]"])],
    // A line end within a string is escaped in JSON, and so ends no call; nor do line ends that are none to JSON.
    ['/tool a {"n": "\\n/tool b"}', calling(["a", '{"n": "\\n/tool b"}'])],
    ['/tool a {"n": "\u2028/tool b"}', calling(["a", '{"n": "\u2028/tool b"}'])],
    ["/tool a {} /tool b {}", calling(["a", "{} /tool b {}"])],
    ["/tool a {}\n/toolbox b", calling(["a", "{}\n/toolbox b"])],
    ["/tool a {}\n/refuse no", calling(["a", "{}\n/refuse no"])],
    ["/refuse I would rather not.", { name: "refuse", text: "I would rather not." }],
    ["/error 429 Later.", { name: "error", status: 429, text: "Later." }],
    ["/error 500", { name: "error", status: 500, text: "The responder answered with an error." }],
  ])("[PAIR-10] is read: %j", (message, command) => {
    expect(parseResponderMessage(message)).toEqual({ kind: "command", command });
  });

  it("[PAIR-10] that calls several tools says which of them has no name", () => {
    expect(parseResponderMessage("/tool a {}\n/tool\n/tool b")).toMatchObject({
      command: { name: "faulty", text: expect.stringContaining("Call 2 of 3 needs a name") },
    });
  });

  it.each([
    "/tool",
    "/tool  ",
    "/tool\n/tool a",
    "/refuse",
    "/error",
    "/error 42",
    "/error 200 fine",
    "/error 600 x",
    "/error abc",
  ])("[PAIR-10] is faulty: %j", (message) => {
    expect(parseResponderMessage(message)).toMatchObject({
      kind: "command",
      command: { name: "faulty" },
    });
  });

  it.each([
    ["/roll d20", "/roll d20"],
    ["/helpful words", "/helpful words"],
    [" /help", " /help"],
    ["see /help", "see /help"],
    ["/Help", "/Help"],
    ["/", "/"],
    ["//tool", "/tool"],
    ["//tool x {}", "/tool x {}"],
    ["//help", "/help"],
    ["//roll d20", "//roll d20"],
    ["///help", "///help"],
    ["//helper", "//helper"],
    ["  two blanks, and a line\r\n", "  two blanks, and a line\r\n"],
  ])("[PAIR-10] is no command, but the reply: %j", (message, text) => {
    expect(parseResponderMessage(message)).toEqual({ kind: "text", text });
  });

  it.each(["/help", "/context"])(
    "[PAIR-10] %s is answered at once and consumes no turn",
    (command) => {
      const { program, say } = shown();
      expect(say(command).end).toMatch(
        command === "/help" ? /playing the model/ : /context of turn 1/,
      );
      expect(program.end).toBeUndefined();
      say("an answer");
      expect(program.end).toBe("an answer");
    },
  );

  it("[PAIR-10] between a prompt and its answer is seen through by the evidence", () => {
    const scene = new Scene();
    const program = scene.send("program", "a long enough question", { seat: "caller" });
    const chat = scene.chat("person");
    chat.say("hello", { seat: "responder" });
    chat.say("/help", { seat: "responder" });
    chat.say("an answer");
    expect(program.end).toBe("an answer");
  });

  it("[PAIR-4] at no question leaves the words after it to the prompt before it", () => {
    const scene = new Scene();
    const listener = scene.send("person", "hello");
    const program = scene.send("program", "ok?", { seat: "caller" });
    listener.leave();
    const history = [assistant("ok?"), user("/help")];
    // So short a prompt proves nothing, and it is not known whether it has arrived.
    const help = scene.send("person", history);
    expect(help.end).toMatch(/playing the model[^]*stays open\.$/);
    scene.send("person", [...history, assistant(help.end ?? ""), user("Certainly.")]);
    expect(program.end).toBe("Certainly.");
  });

  it("[PAIR-4] in a history that is cut to helps keeps its words from a prompt that got lost", () => {
    const scene = new Scene();
    const first = scene.send("program", "a long enough question", { seat: "caller" });
    const chat = scene.chat("person", { seat: "responder" });
    for (const text of ["hello", "/help", "/help"]) chat.say(text);
    chat.receive();
    const say = (text: string): SceneHold =>
      scene.send("person", [...chat.history.slice(-3), user(text)], { seat: "responder" });
    expect(chat.history.slice(-3).map(({ text }) => text.split("\n").at(-1))).toEqual([
      "You are at question 1.",
      "/help",
      "You are at question 1.",
    ]);
    const lost = say("an answer to the first");
    const second = scene.send("program", "a second long question", { seat: "caller" });
    expect([first.end, lost.end]).toEqual(["an answer to the first", "a second long question"]);
    const again = say("a better answer to the first");
    expect([second.end, again.end]).toEqual([undefined, "a second long question"]);
  });

  it("[PAIR-4] at no question keeps the words after it from a prompt that got lost", () => {
    const scene = new Scene();
    const chat = scene.chat("person", { seat: "responder" });
    chat.say("/help");
    chat.receive();
    const lost = scene.send("person", [...chat.history, user("hello")], { seat: "responder" });
    const program = scene.send("program", "a long enough question", { seat: "caller" });
    expect(lost.end).toBe("a long enough question");
    const again = chat.say("is anybody there?");
    expect([program.end, again.end]).toEqual([undefined, "a long enough question"]);
    chat.say("an answer");
    expect(program.end).toBe("an answer");
  });

  it("[PAIR-10] /skip leaves the question to somebody else", () => {
    const { scene, program, say } = shown();
    const second = scene.send("program", "a second question", { seat: "caller" });
    expect(say("/skip").end).toBe("a second question");
    say("to the second");
    expect([program.end, second.end]).toEqual([undefined, "to the second"]);
    scene.operatorReplies(1, "from the console");
    expect(program.end).toBe("from the console");
  });

  it("[PAIR-10] /tool calls a tool of the caller's", () => {
    const { scene, program, say } = shown();
    scene.shell.toolProblems.set("search", null);
    say("/tool search {}");
    expect(scene.facts("turn-answered")).toMatchObject([{ turnId: 1, form: "tool-call" }]);
    expect(program.ends).toHaveLength(1);
  });

  it("[PAIR-10] that is faulty is answered with what is wrong, and the turn stays open", () => {
    const { scene, program, say } = shown();
    scene.shell.toolProblems.set("search", "`city` is missing.");
    expect(say("/tool search {}").end).toBe(
      "`city` is missing.\n\nNothing was sent. Question 1 is still open: send the whole answer again.",
    );
    expect(say("/tool nothing {}").end).toContain("There is no tool nothing.");
    expect(say("/refuse").end).toContain("`/refuse` needs");
    expect(program.end).toBeUndefined();
    say("/refuse I would rather not.");
    expect(program.end).toBe("I would rather not.");
    expect(scene.facts("turn-answered")).toMatchObject([{ form: "refusal" }]);
  });

  it("[PAIR-10] that calls several tools is one answer, or none", () => {
    const { scene, program, say } = shown();
    scene.shell.toolProblems.set("search", null).set("open", "`gate` is missing.");
    expect(say("/tool search {}\n/tool open {}").end).toContain("`gate` is missing.");
    expect(program.end).toBeUndefined();
    say("/tool search {}\n/tool search {}");
    expect(program.ends).toHaveLength(1);
    expect(scene.facts("turn-answered")).toMatchObject([{ turnId: 1, form: "tool-call" }]);
    for (const id of ["call-1", "call-1-2"])
      expect(scene.shell.reader.findMinted(id)).toMatchObject({ seat: "caller", turnId: 1 });
  });

  it("[PAIR-10] /error lets the request fail", () => {
    const { scene, say } = shown();
    say("/error 422 That cannot be.");
    expect(scene.facts("turn-answered")).toMatchObject([{ form: "error" }]);
  });

  it("[PAIR-10] that answers while nobody asks is faulty, and other words are kept", () => {
    const { program, say } = shown();
    say("an answer");
    expect(say("/refuse no").end).toContain("Nobody waits");
    expect(program.ends).toEqual(["an answer"]);
  });

  it("[PAIR-10] of a client with a history is about the newest prompt in it", () => {
    const scene = new Scene();
    scene.send("program", "a question", { seat: "caller" });
    const chat = scene.chat("person", { seat: "responder" });
    chat.say("hello");
    expect(chat.say("/context").end).toBe("context of turn 1");
    expect(scene.send("person", [user("/context")], { seat: "responder" }).end).toBe(
      "context of turn null",
    );
  });
});

describe("a reply that is not what its caller demands", () => {
  it("[PAIR-10] is not sent: the responder is told why, and the caller waits on undisturbed", () => {
    const { scene, program, say } = shown();
    const factTypes = scene.factTypes.length;
    expect(say("wrong: words").end).toBe(
      "This was not demanded.\n\nNothing was sent. Question 1 is still open: send the whole answer again.",
    );
    expect(program.ends).toEqual([]);
    expect(scene.factTypes.slice(factTypes)).not.toContain("turn-answered");
    expect(say("wrong: again").end).toContain("This was not demanded.");
    say("right");
    expect(program.ends).toEqual(["right"]);
    expect(scene.facts("turn-answered")).toHaveLength(1);
  });

  it.each(["caller", undefined] as const)(
    "[PAIR-4] [PAIR-10] is seen through by the evidence, however often the same is said (seat %s)",
    (seat) => {
      const scene = new Scene();
      const chat = scene.chat("person");
      chat.say("hello");
      for (const question of ["the first long question", "the second long question"]) {
        const program = scene.send("program", question, { seat });
        expect(chat.receive()).toBe(question);
        chat.say("wrong: words");
        chat.say("wrong: words");
        chat.say(`to ${question}`);
        expect(program.confirm().ends).toEqual([`to ${question}`]);
      }
    },
  );

  it("[PAIR-10] answers the question of its own history, also where another one got the same fault", () => {
    const scene = new Scene();
    const chat = scene.chat("person", { seat: "responder" });
    chat.say("hello");
    const first = scene.send("program", "the first question", { seat: "caller" });
    chat.say("wrong: words");
    chat.receive();
    const { history } = chat;
    chat.say("to the first");
    const second = scene.send("program", "the second question", { seat: "caller" });
    chat.say("wrong: words");
    chat.receive();
    // The person goes back to the first question in the chat, and answers it once more.
    scene.send("person", [...history, user("to the first again")], { seat: "responder" });
    expect([first.ends, second.ends]).toEqual([["to the first"], []]);
    expect(scene.facts("reply-superseded")).toMatchObject([{ turnId: 1 }]);
  });

  it("[PAIR-13] is not kept for a question that was given up, whose retry would get it", () => {
    const { scene, program, say } = shown();
    program.leave();
    const next = scene.send("program", "another question", { seat: "caller" });
    expect(say("wrong: words").end).toContain("Question 1 was given up by its caller: /skip");
    expect(say("/skip").end).toBe("another question");
    say("right");
    expect([program.resend().end, next.end]).toEqual([undefined, "right"]);
  });

  it("[PAIR-15] is kept like any other words where its question has an answer already", () => {
    const { scene, program, say } = shown();
    scene.operatorReplies(1, "from the console");
    expect(say("wrong: words").end).toBeUndefined();
    expect(program.ends).toEqual(["from the console"]);
  });

  it("[PAIR-8] is no reply, nor is one, where nobody asks", () => {
    const { scene, say } = shown();
    say("an answer");
    expect(say("wrong: words").end).toBeUndefined();
    expect(scene.facts("message-unprompted")).not.toEqual([]);
  });
});
