import { describe, expect, it } from "vitest";
import { parseResponderMessage } from "../../src/pairing/command";
import { Scene, type SceneHold, user } from "./support/scene";

function shown(): { scene: Scene; program: SceneHold; say: (text: string) => SceneHold } {
  const scene = new Scene();
  const program = scene.send("program", "a question", { seat: "caller" });
  scene.send("person", "hello", { seat: "responder" }).confirm();
  const say = (text: string): SceneHold =>
    scene.send("person", text, { seat: "responder" }).confirm();
  return { scene, program, say };
}

describe("a responder's command", () => {
  it.each([
    ["/context", { name: "context" }],
    ["/help", { name: "help" }],
    ["/help me", { name: "help" }],
    ["/skip", { name: "skip" }],
    ["/skip\n", { name: "skip" }],
    ["/tool search", { name: "tool", toolName: "search", inputJson: "{}" }],
    ['/tool search {"a": 1}', { name: "tool", toolName: "search", inputJson: '{"a": 1}' }],
    ['/tool search\n{"a":\n1}', { name: "tool", toolName: "search", inputJson: '{"a":\n1}' }],
    ["/refuse I would rather not.", { name: "refuse", text: "I would rather not." }],
    ["/error 429 Later.", { name: "error", status: 429, text: "Later." }],
    ["/error 500", { name: "error", status: 500, text: "The responder answered with an error." }],
  ])("[PAIR-10] is read: %j", (message, command) => {
    expect(parseResponderMessage(message)).toEqual({ kind: "command", command });
  });

  it.each([
    "/tool",
    "/tool  ",
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
    expect(say("/tool search {}").end).toBe("`city` is missing.");
    expect(say("/tool nothing {}").end).toBe("There is no tool nothing.");
    expect(say("/refuse").end).toContain("`/refuse` needs");
    expect(program.end).toBeUndefined();
    say("/refuse I would rather not.");
    expect(program.end).toBe("I would rather not.");
    expect(scene.facts("turn-answered")).toMatchObject([{ form: "refusal" }]);
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
