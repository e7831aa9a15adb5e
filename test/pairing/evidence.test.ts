import { describe, expect, it } from "vitest";
import { Scene, type SceneHold, assistant, user } from "./support/scene";

const QUESTION = "What is the capital of Norway?";
const ANSWER = "It is Oslo, since 1814.";
const NEXT = "And of the kingdom of Sweden?";

/** A caller asked and a responder answered; both ends have named their seats so far. */
function talked(): { scene: Scene; caller: SceneHold; listener: SceneHold } {
  const scene = new Scene();
  scene.send("person", "hello", { seat: "responder" }).confirm();
  const caller = scene.send("program", QUESTION, { seat: "caller" });
  scene.perform([]);
  const listener = scene.send("person", [user("hello"), assistant(QUESTION), user(ANSWER)], {
    seat: "responder",
  });
  caller.confirm();
  return { scene, caller, listener };
}

/** From a client that nothing else is known of, neither its seat nor its identity. */
function seatOf(
  scene: Scene,
  ...messages: Parameters<Scene["send"]>[1] & object
): string | undefined {
  return scene.send("stranger", messages).seat;
}

describe("a history", () => {
  it("[PAIR-4] with a reply that was delivered is the caller's", () => {
    const { scene, listener } = talked();
    expect(seatOf(scene, user(QUESTION), assistant(ANSWER), user(NEXT))).toBe("caller");
    expect(listener.end).toBe(NEXT);
  });

  it("[PAIR-4] with a prompt that was shown is the responder's, and answers that prompt", () => {
    const { scene } = talked();
    const next = scene.send("program", NEXT, { seat: "caller" });
    const messages = [
      user("hello"),
      assistant(QUESTION),
      user(ANSWER),
      assistant(NEXT),
      user("It is Stockholm."),
    ];
    expect(seatOf(scene, ...messages)).toBe("responder");
    expect(next.end).toBe("It is Stockholm.");
  });

  it("[PAIR-4] that is cut to its last messages is recognised from the tail", () => {
    const { scene } = talked();
    expect(seatOf(scene, assistant(ANSWER), user(NEXT))).toBe("caller");
  });

  it("[PAIR-4] that begins with a summary and a greeting that nobody sent is recognised", () => {
    const { scene } = talked();
    const summary = user("Summary of what was said before: much.");
    const greeting = assistant("Welcome to your favourite assistant!");
    expect(seatOf(scene, greeting, summary, user(QUESTION), assistant(ANSWER), user(NEXT))).toBe(
      "caller",
    );
  });

  it("[PAIR-4] whose answer was edited is recognised by the question", () => {
    const { scene } = talked();
    expect(seatOf(scene, user(QUESTION), assistant("It is Bergen."), user(NEXT))).toBe("caller");
  });

  it("[PAIR-4] of nothing that was said here proves nothing", () => {
    const scene = new Scene();
    const hold = scene.send("stranger", [
      user("One long question"),
      assistant("One long answer"),
      user(NEXT),
    ]);
    expect([hold.seat, hold.live?.arrival.evidence]).toEqual(["undecided", null]);
  });

  it("[PAIR-4] is compared without thinking, details, line ends and blanks at the ends", () => {
    const { scene } = talked();
    const decorated = `<think>\nhm\n</think>\r\n  ${ANSWER} \r\n<details>tool</details>`;
    expect(seatOf(scene, user(QUESTION), assistant(decorated), user(NEXT))).toBe("caller");
  });

  it("[PAIR-4] of short common texts alone proves nothing", () => {
    const scene = new Scene();
    const program = scene.send("program", "yes?", { seat: "caller" });
    scene.operatorReplies(1, "ok");
    program.confirm();
    expect(scene.send("stranger", [assistant("ok"), user("go on, please")]).seat).toBe("undecided");
  });

  it("[PAIR-4] of a short text after its own question is proof", () => {
    const scene = new Scene();
    const program = scene.send("program", QUESTION, { seat: "caller" });
    scene.operatorReplies(1, "ok");
    program.confirm();
    expect(seatOf(scene, user(QUESTION), assistant("ok"), user(NEXT))).toBe("caller");
  });

  it("[PAIR-4] with a text that its own user pasted back is still the caller's", () => {
    const { scene, caller } = talked();
    const pasted = scene.send(
      "program",
      [...caller.sent.messages, assistant(ANSWER), user(ANSWER)],
      {
        seat: "caller",
      },
    );
    scene.operatorReplies(pasted.turnId, "You repeat what I said.");
    pasted.confirm();
    const messages = [
      assistant(ANSWER),
      user(ANSWER),
      assistant("You repeat what I said."),
      user(NEXT),
    ];
    expect(seatOf(scene, ...messages)).toBe("caller");
  });

  it("[PAIR-4] of a group chat, where another member's words are the user's, makes no responder", () => {
    const { scene } = talked();
    const critic = scene.send("stranger", [user(ANSWER), user("What do you say to that?")]);
    expect(critic.seat).toBe("caller");
    const alone = new Scene();
    const first = alone.send("program", QUESTION, { seat: "caller" });
    alone.operatorReplies(1, ANSWER);
    first.confirm();
    expect(alone.send("stranger", [user(ANSWER), user("And what do you say?")]).seat).toBe(
      "undecided",
    );
  });

  it("[PAIR-4] tells two chats apart that share a prompt, by what comes before it", () => {
    const scene = new Scene();
    scene.send("person", "hello from the first chat", { seat: "responder" }).confirm();
    const one = scene.send("program", "Shall I go on with it?", { seat: "caller" });
    const again = scene.send(
      "person",
      [
        user("hello from the first chat"),
        assistant("Shall I go on with it?"),
        user("Yes, do that."),
      ],
      {
        seat: "responder",
      },
    );
    const two = scene.send("other", "Shall I go on with it?", { seat: "caller" });
    expect([one.end, again.end]).toEqual(["Yes, do that.", "Shall I go on with it?"]);
    const history = [
      user("hello from the first chat"),
      assistant("Shall I go on with it?"),
      user("Yes, do that."),
    ];
    const messages = [...history, assistant("Shall I go on with it?"), user("No, not you.")];
    expect(seatOf(scene, ...messages)).toBe("responder");
    expect(two.end).toBe("No, not you.");
  });

  it("[PAIR-4] whose two ends said the same to each other is no proof", () => {
    const scene = new Scene();
    scene.send("person", "hello there, friend", { seat: "responder" }).confirm();
    const program = scene.send("program", "hello there, friend", { seat: "caller" });
    scene
      .send(
        "person",
        [
          user("hello there, friend"),
          assistant("hello there, friend"),
          user("hello there, friend"),
        ],
        {
          seat: "responder",
        },
      )
      .leave();
    expect(program.end).toBe("hello there, friend");
    program.confirm();
    const messages = [user("hello there, friend"), assistant("hello there, friend"), user(NEXT)];
    expect(scene.send("stranger", messages).live?.arrival.evidence).toBeNull();
  });
});

describe("an id", () => {
  it("[PAIR-4] of a tool call that this session minted proves the seat and the turn", () => {
    const scene = new Scene();
    scene.shell.toolProblems.set("search", null);
    scene.send("person", "hello", { seat: "responder" }).confirm();
    scene.send("program", QUESTION, { seat: "caller", tools: ["search"] });
    const listener = scene.send("person", "/tool search {}", { seat: "responder" });
    const call = { role: "assistant", text: "", toolCallIds: ["call-1"] } as const;
    const result = { role: "tool", text: "Oslo", toolCallIds: ["call-1"] } as const;
    const hold = scene.send("stranger", [user(QUESTION), call, result]);
    expect(hold.live?.arrival.evidence).toEqual({
      seat: "caller",
      deliveredTurnId: 1,
      askedTurnId: null,
      isExact: true,
    });
    expect(listener.end).toBe("[tool]\n[result of tool call call-1]\nOslo");
  });

  it("[PAIR-4] of a thread that is bound to a seat proves the seat", () => {
    const scene = new Scene();
    scene.send("person", "hello", { seat: "responder", threadIds: ["webui:1"] });
    scene.send("program", QUESTION, { seat: "caller", threadIds: ["codex:2"] });
    expect(scene.send("elsewhere", "hi", { threadIds: ["codex:2"] }).seat).toBe("caller");
    expect(scene.send("elsewhere", "hm", { threadIds: ["webui:1"] }).seat).toBe("responder");
  });
});
