import { describe, expect, it } from "vitest";
import { addedTextOf } from "../../src/session/drafts";
import { AKI, BO, openingOf, SampleSession, textContent } from "./sample-session";

function asked(options: Parameters<SampleSession["open"]>[2] = {}): SampleSession {
  const session = new SampleSession();
  session.open("h1", "a question", options);
  return session;
}

function draftMessage(startChars: number, text: string, holdId = "h1") {
  return { holdId, message: { type: "draft", startChars, text, pace: null } };
}

function storedText(session: SampleSession): string {
  return session.store.drafts
    .read(1)
    .map(({ text }) => text)
    .join("");
}

describe("a piece of a draft", () => {
  it("[PAIR-20] is stored, and goes to the caller", () => {
    const session = asked();
    expect(session.draft(1, 0, "Hel")).toEqual({
      ok: true,
      value: {
        acceptedChars: 3,
        addedText: "Hel",
        isFirst: true,
        dispatches: [draftMessage(0, "Hel")],
      },
    });
    expect(session.draft(1, 3, "lo")).toEqual({
      ok: true,
      value: {
        acceptedChars: 5,
        addedText: "lo",
        isFirst: false,
        dispatches: [draftMessage(3, "lo")],
      },
    });
    expect([session.engine.draftTextOf(1), storedText(session)]).toEqual(["Hello", "Hello"]);
  });

  it("[PAIR-20] goes with the pace that its operator wants", () => {
    const session = asked();
    const pace = { firstTokenDelayMs: 5, tokensPerSecond: 20, jitter: 0 };
    const drafted = session.engine.appendDraft({
      turnId: 1,
      operator: AKI,
      startChars: 0,
      text: "Hel",
      pace,
      atMs: 1,
    });
    expect(drafted).toMatchObject({ value: { dispatches: [{ message: { pace } }] } });
  });

  it("[PAIR-20] changes the state of the session once, and is one row from then on", () => {
    const session = asked();
    session.draft(1, 0, "a");
    const sequence = session.store.lastSequence();
    const state = session.store.readState();
    for (const [index, letter] of [..."bcdef"].entries()) {
      session.nowMs += 1;
      session.draft(1, index + 1, letter);
    }
    expect(session.store.lastSequence()).toBe(sequence);
    expect(session.store.readState()).toEqual(state);
    expect(session.store.drafts.read(1).map(({ atMs }) => atMs - 1_000)).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
  });

  it("[PAIR-20] is not added twice, however it is cut when it comes again", () => {
    const session = asked();
    session.draft(1, 0, "Hel");
    expect(session.draft(1, 0, "Hel")).toMatchObject({
      value: { acceptedChars: 3, addedText: "", dispatches: [] },
    });
    expect(session.draft(1, 1, "ello,")).toMatchObject({
      value: { acceptedChars: 6, addedText: "lo,", dispatches: [draftMessage(3, "lo,")] },
    });
    expect(storedText(session)).toBe("Hello,");
  });

  it.each([
    ["begins behind what is known", 5, "o", "gap"],
    ["is another text at its place", 1, "a", "differs-from-draft"],
    ["takes a part of it back", 0, "Help", "differs-from-draft"],
  ])("[PAIR-20] is refused where it %s", (_, startChars, text, reason) => {
    const session = asked();
    session.draft(1, 0, "Helm");
    expect(session.draft(1, startChars, text)).toEqual({
      ok: false,
      error: { reason, acceptedText: "Helm", claimedBy: AKI },
    });
    expect(storedText(session)).toBe("Helm");
  });

  it("[PAIR-20] waits for the other half of its last character", () => {
    const session = asked();
    const [high = "", low = ""] = "\u{1F600}".split("");
    expect(session.draft(1, 0, `a${high}`)).toMatchObject({
      value: { acceptedChars: 1, addedText: "a" },
    });
    expect(session.draft(1, 1, high)).toMatchObject({ value: { acceptedChars: 1, addedText: "" } });
    expect(session.draft(1, 1, high + low)).toMatchObject({ value: { acceptedChars: 3 } });
    expect(storedText(session)).toBe("a\u{1F600}");
  });

  it("[PAIR-16] makes a turn its operator's, and is refused to others", () => {
    const session = asked();
    session.draft(1, 0, "Hel");
    expect(session.engine.state.turns["1"]?.claimedBy).toEqual(AKI);
    expect(session.draft(1, 3, "lo", BO)).toEqual({
      ok: false,
      error: { reason: "claimed", acceptedText: "Hel", claimedBy: AKI },
    });
    const target = { turnId: 1 };
    session.engine.claim({ target, claimant: BO, isTakeOver: true, atMs: 1 });
    expect(session.draft(1, 3, "lo", BO)).toMatchObject({ value: { isFirst: false } });
    expect(session.draft(1, 5, "!", AKI)).toMatchObject({ error: { reason: "claimed" } });
  });

  it("[PAIR-16] claims a begun turn that was given back to all", () => {
    const session = asked();
    session.draft(1, 0, "Hel");
    session.engine.handOver({ turnId: 1, fromOperatorId: AKI.operatorId, claimant: null, atMs: 1 });
    expect(session.draft(1, 3, "lo", BO)).toMatchObject({
      value: { acceptedChars: 5, isFirst: true, dispatches: [draftMessage(3, "lo")] },
    });
    expect(session.engine.state.turns["1"]?.claimedBy).toEqual(BO);
    expect(storedText(session)).toBe("Hello");
  });

  it.each([
    ["does not stream", { isStream: false }],
    ["wants JSON", { request: { responseFormat: { type: "json" } } }],
    ["demands a tool call", { request: { toolChoice: { type: "required" } } }],
    ["demands a certain tool", { request: { toolChoice: { type: "tool", toolName: "t" } } }],
  ] as const)("[PAIR-20] is accepted by no caller that %s", (_, options) => {
    expect(asked(options).draft(1, 0, "Hel")).toMatchObject({
      error: { reason: "no-draft", acceptedText: "" },
    });
  });

  it("[PAIR-20] is accepted by no caller whose Worker is too old to say whether it streams", () => {
    const session = new SampleSession();
    session.engine.open(openingOf("h1", "a question"), 1);
    expect(session.draft(1, 0, "Hel")).toMatchObject({ error: { reason: "no-draft" } });
  });

  it("[PAIR-20] is refused where the turn has an answer, or is over, or never was", () => {
    const session = asked();
    session.say(1, "an answer");
    expect(session.draft(1, 0, "Hel")).toMatchObject({ error: { reason: "already-answered" } });
    session.engine.deliver("h1", 2, null);
    expect(session.draft(1, 0, "Hel")).toMatchObject({ error: { reason: "already-answered" } });
    session.open("h2", "another question");
    session.engine.apply({ type: "deadline", atMs: 1_000 + 3_600_000 });
    expect(session.draft(2, 0, "Hel")).toMatchObject({ error: { reason: "no-such-turn" } });
    expect(session.draft(9, 0, "Hel")).toMatchObject({ error: { reason: "no-such-turn" } });
  });

  it("[PAIR-12, PAIR-20] is kept while the caller is away, and comes again from the beginning", () => {
    const session = asked();
    session.draft(1, 0, "Hel");
    session.engine.apply({ type: "detach", atMs: 2, holdId: "h1" });
    expect(session.draft(1, 3, "lo")).toMatchObject({ ok: true, value: { dispatches: [] } });
    expect(session.engine.attach("h1", 3)).toEqual([
      { holdId: "h1", message: { type: "held" } },
      draftMessage(0, "Hello"),
    ]);
  });

  it("[PAIR-3, PAIR-20] goes to the retry from the beginning, and then goes on there", () => {
    const session = asked();
    session.draft(1, 0, "Hel");
    expect(session.open("h2", "a question", { retryCount: 1 })).toContainEqual(
      draftMessage(0, "Hel", "h2"),
    );
    expect(session.draft(1, 3, "lo")).toMatchObject({
      value: { dispatches: [draftMessage(3, "lo", "h2")] },
    });
  });

  it("[PAIR-3, PAIR-20] goes no further where the retry reads no stream", () => {
    const session = asked();
    session.draft(1, 0, "Hel");
    session.open("h2", "a question", { retryCount: 1, isStream: false });
    expect(session.draft(1, 3, "lo")).toMatchObject({
      error: { reason: "no-draft", acceptedText: "Hel" },
    });
    expect(session.say(1, "Hello").ok).toBe(true);
  });

  it("[PAIR-18, PAIR-20] outlasts an eviction", () => {
    const session = asked();
    session.draft(1, 0, "Hel");
    session.restart();
    expect(session.engine.draftTextOf(1)).toBe("Hel");
    expect(session.draft(1, 3, "lo")).toMatchObject({ value: { acceptedChars: 5 } });
    session.restart();
    expect(session.draft(1, 4, "o!")).toMatchObject({
      value: { acceptedChars: 6, addedText: "!" },
    });
  });

  it.each(["begins it", "goes on with it"])(
    "[PAIR-18, PAIR-20] is not accepted where it cannot be stored, if it %s",
    (which) => {
      const session = asked();
      if (which !== "begins it") session.draft(1, 0, "Hel");
      const before = session.engine.draftTextOf(1);
      const fails = () => session.draft(1, before.length, "lo");
      failWhile(session.store.drafts, "append", () => expect(fails).toThrow("The disk is full."));
      expect(session.engine.draftTextOf(1)).toBe(before);
      expect(session.engine.state.turns["1"]?.isBegun).toBe(before !== "");
      expect(session.draft(1, before.length, "lo")).toMatchObject({ ok: true });
      expect(storedText(session)).toBe(`${before}lo`);
    },
  );

  it("[PAIR-18, PAIR-20] is forgotten where what it begins cannot be stored", () => {
    const session = asked();
    const fails = () => session.draft(1, 0, "Hel");
    failWhile(session.store, "writeState", () => expect(fails).toThrow("The disk is full."));
    expect([session.engine.draftTextOf(1), storedText(session)]).toEqual(["", ""]);
    expect(session.draft(1, 0, "Good")).toMatchObject({ value: { acceptedChars: 4 } });
    expect(session.engine.draftTextOf(1)).toBe("Good");
    expect(session.store.drafts.read(1)).toMatchObject([{ startChars: 0, text: "Good" }]);
  });
});

/** Lets a method throw for as long as a check takes. */
function failWhile<K extends string>(
  target: { [key in K]: unknown },
  method: K,
  check: () => void,
): void {
  const { [method]: working } = target;
  Object.assign(target, {
    [method]: () => {
      throw new Error("The disk is full.");
    },
  });
  check();
  Object.assign(target, { [method]: working });
}

function begun(): SampleSession {
  const session = asked({ request: { tools: [{ name: "look" }] } });
  session.draft(1, 0, "Hel");
  return session;
}

const CALL = { type: "tool-call", toolCallId: "c", toolName: "look", input: "{}" } as const;

describe("the whole reply to a turn that was begun", () => {
  it("[PAIR-20] begins with what has gone", () => {
    const session = begun();
    expect(session.say(1, "Help", { operator: AKI })).toMatchObject({
      value: { turnId: 1, dispatches: [{ holdId: "h1", message: { type: "resolve" } }] },
    });
  });

  it.each([
    ["another text", textContent("Good bye")],
    ["a text that is shorter", textContent("He")],
    ["a call alone", { reply: { parts: [CALL], finishReason: "tool-calls" } }],
    [
      "the text behind a call",
      { reply: { parts: [CALL, { type: "text", text: "Hello" }], finishReason: "tool-calls" } },
    ],
    [
      "a refusal",
      { reply: { parts: [{ type: "refusal", text: "Hello? No." }], finishReason: "stop" } },
    ],
  ] as const)("[PAIR-20] cannot be %s, whoever sends it", (_, content) => {
    for (const others of [{ operator: AKI }, { isUnchecked: true }, {}]) {
      const session = begun();
      expect(session.answer({ target: { turnId: 1 }, content, ...others })).toEqual({
        ok: false,
        error: { reason: "differs-from-draft", acceptedText: "Hel" },
      });
      expect(session.engine.state.turns["1"]?.isAnswered).toBe(false);
    }
  });

  it.each([
    ["a call after the text", [{ type: "text", text: "Hello" }, CALL]],
    [
      "in several texts",
      [
        { type: "text", text: "H" },
        { type: "text", text: "ello" },
      ],
    ],
  ] as const)("[PAIR-20] may have %s", (_, parts) => {
    const session = begun();
    const content = { reply: { parts, finishReason: "stop" } } as const;
    expect(session.answer({ target: { turnId: 1 }, content }).ok).toBe(true);
  });

  it("[PAIR-20] may be an error, which breaks the stream", () => {
    const session = begun();
    const error = { reason: "responder_error", message: "I give up.", status: 500 } as const;
    expect(session.answer({ target: { turnId: 1 }, content: { error } })).toMatchObject({
      value: { dispatches: [{ holdId: "h1", message: { type: "error", error } }] },
    });
  });

  it("[PAIR-20] is not what a script gets to answer while anything else waits", () => {
    const session = begun();
    session.open("h2", "a second question");
    const content = textContent("from a script");
    expect(session.answer({ target: "oldest", content })).toMatchObject({ value: { turnId: 2 } });
    expect(session.answer({ target: "oldest", content })).toMatchObject({
      error: { reason: "differs-from-draft" },
    });
  });
});

describe("what a piece adds", () => {
  it.each([
    ["", 0, "a", "a"],
    ["ab", 2, "c", "c"],
    ["ab", 0, "ab", ""],
    ["ab", 1, "b", ""],
    ["ab", 0, "a", ""],
    ["ab", 1, "bc", "c"],
    ["a\u{1F600}", 2, "\u{1F600}b".slice(1), "b"],
  ])("to %j from %i on with %j is %j", (accepted, startChars, text, added) => {
    expect(addedTextOf(accepted, { startChars, text })).toEqual({ ok: true, value: added });
  });
});
