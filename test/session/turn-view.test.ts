import { describe, expect, it } from "vitest";
import { findLoggedTurn } from "../../src/session/turn-history";
import { viewRawExchange, viewTurn } from "../../src/session/turn-view";
import { AKI, SampleSession, say, textContent } from "./sample-session";

function view(session: SampleSession, target: Parameters<typeof viewTurn>[2], seesContext = true) {
  return viewTurn(session.store, session.engine.state, target, seesContext);
}

function raw(session: SampleSession, turnId: number) {
  return viewRawExchange(session.store, session.engine.state, { turnId });
}

describe("the view of a turn", () => {
  it("has all that its caller sent, and no answer while it waits", () => {
    const session = new SampleSession();
    session.nowMs = 7;
    session.open("h1", "", {
      request: {
        messages: [say("system", "Be short."), say("user", "Who is there?")],
        tools: [{ name: "look" }],
        toolChoice: { type: "none" },
        parameters: { temperature: 0.5 },
        unknownFields: { extra: 1 },
      },
    });
    expect(view(session, { turnId: 1 })).toEqual({
      turnId: 1,
      atMs: 7,
      dialect: "openai-chat",
      isStream: true,
      messages: [say("system", "Be short."), say("user", "Who is there?")],
      newFromIndex: 0,
      tools: [{ name: "look" }],
      toolChoice: { type: "none" },
      allowsParallelToolCalls: true,
      responseFormat: { type: "text" },
      parameters: { temperature: 0.5 },
      unknownFields: { extra: 1 },
      answer: null,
    });
  });

  it("has no context for those who may not see it", () => {
    const session = new SampleSession();
    session.open("h1", "", { request: { messages: [say("user", "one")] } });
    session.say(1, "A long enough answer.");
    session.engine.deliver("h1", 2, null);
    session.open("h2", "", {
      request: {
        messages: [
          say("system", "Be short."),
          say("user", "one"),
          say("developer", "Be shorter."),
          say("assistant", "A long enough answer."),
          say("system", "Be kind."),
          say("user", "two"),
        ],
        parameters: { temperature: 0.5 },
        unknownFields: { secret: 1 },
        tools: [{ name: "look" }],
      },
    });
    expect(view(session, { turnId: 2 })?.newFromIndex).toBe(4);
    expect(view(session, { turnId: 2 }, false)).toMatchObject({
      messages: [say("user", "one"), say("assistant", "A long enough answer."), say("user", "two")],
      newFromIndex: 2,
      tools: [{ name: "look" }],
      parameters: null,
      unknownFields: null,
    });
  });

  it("has the answer, while it is parked and when it has long been delivered", () => {
    const session = new SampleSession();
    session.open("h1", "a question");
    session.say(1, "an answer", { delivery: { delayMs: 5, pace: null, cutAfterChars: null } });
    const answer = textContent("an answer");
    expect(view(session, { turnId: 1 })?.answer).toEqual(answer);
    session.engine.deliver("h1", 2, null);
    expect(session.engine.state.turns).toEqual({});
    expect(view(session, { turnId: 1 })?.answer).toEqual(answer);
  });

  it("has the error that it was answered with", () => {
    const session = new SampleSession();
    session.open("h1", "a question");
    const error = { reason: "responder_error", message: "No.", status: 429 } as const;
    session.answer({ target: { turnId: 1 }, content: { error } });
    expect(view(session, { turnId: 1 })?.answer).toEqual({ error });
  });

  it("has a partner's answer", () => {
    const session = new SampleSession({ responderKind: "partner" });
    session.open("h1", "a question");
    session.open("h2", "hello", { seat: "responder", identity: "person" });
    session.engine.deliver("h2", 2, null);
    session.open("h3", "from the partner", { seat: "responder", identity: "person" });
    session.engine.deliver("h1", 3, null);
    expect(view(session, { turnId: 1 })?.answer).toEqual(textContent("from the partner"));
  });

  it("has no answer where it expired", () => {
    const session = new SampleSession();
    session.open("h1", "a question");
    session.engine.apply({ type: "deadline", atMs: 3_601_000 });
    expect(view(session, { turnId: 1 })).toMatchObject({ turnId: 1, answer: null });
  });

  it("tells whether the request that waits now reads a stream", () => {
    const session = new SampleSession();
    session.open("h1", "a question");
    session.open("h2", "a question", { retryCount: 1, isStream: false });
    expect(view(session, { turnId: 1 })?.isStream).toBe(false);
    session.say(1, "an answer");
    session.engine.deliver("h2", 2, null);
    expect(view(session, { turnId: 1 })).toMatchObject({ turnId: 1, isStream: false });
  });

  it("is of an undecided request, too, and of nothing else that is held", () => {
    const session = new SampleSession({ responderKind: "partner" });
    session.open("h1", "hello?", { seat: null });
    expect(view(session, { holdId: "h1" })).toMatchObject({
      turnId: null,
      messages: [say("user", "hello?")],
      answer: null,
    });
    session.open("h2", "hello", { seat: "responder", identity: "person" });
    expect([view(session, { holdId: "h2" }), view(session, { holdId: "h3" })]).toEqual([
      null,
      null,
    ]);
    // It has become a turn.
    expect(view(session, { holdId: "h1" })?.turnId).toBe(1);
  });

  it("is null where there is no such turn", () => {
    const session = new SampleSession();
    expect([view(session, { turnId: 1 }), raw(session, 1)]).toEqual([null, null]);
    session.open("h1", "a question");
    expect([view(session, { turnId: 0 }), view(session, { turnId: 2 })]).toEqual([null, null]);
  });
});

describe("the log of a long session", () => {
  it("tells of every turn without being read from one end to the other", () => {
    const session = new SampleSession();
    const count = 300;
    for (let turn = 1; turn <= count; turn += 1) {
      session.nowMs += 1_000;
      session.open(`h${turn}`, `question ${turn}`);
      session.say(turn, `answer ${turn}`, { replyId: `r${turn}`, operator: AKI });
      session.engine.deliver(`h${turn}`, session.nowMs, null);
    }
    const { store } = session;
    let factsRead = 0;
    const readFacts = store.readFacts.bind(store);
    store.readFacts = (afterSequence, limit) => {
      const facts = readFacts(afterSequence, limit);
      factsRead += facts.length;
      return facts;
    };
    for (let turnId = 1; turnId <= count; turnId += 1) {
      expect(findLoggedTurn(store, turnId)).toEqual({
        turnId,
        requestId: `h${turnId}`,
        holdId: `h${turnId}`,
        sourceId: `r${turnId}`,
      });
    }
    expect(findLoggedTurn(store, count + 1)).toBeNull();
    expect(store.lastSequence()).toBeGreaterThan(count * 5);
    expect(factsRead / count).toBeLessThan(250);
  });
});

describe("what went over the wire", () => {
  const openingWith = { rawRequest: `{"model":"m"}` };

  it("is the request, and the response when that was delivered", () => {
    const session = new SampleSession();
    session.open("h1", "a question", openingWith);
    expect(raw(session, 1)).toEqual({ request: `{"model":"m"}`, response: null });
    session.say(1, "an answer");
    session.engine.deliver("h1", 2, "data: an answer\n\n");
    expect(raw(session, 1)).toEqual({ request: `{"model":"m"}`, response: "data: an answer\n\n" });
  });

  it("is the retry's that got the answer", () => {
    const session = new SampleSession();
    session.open("h1", "a question", { rawRequest: "first" });
    session.open("h2", "a question", { rawRequest: "second", retryCount: 1 });
    expect(raw(session, 1)).toEqual({ request: "second", response: null });
    session.say(1, "an answer");
    session.engine.apply({ type: "detach", atMs: 2, holdId: "h2" });
    session.open("h3", "a question", { rawRequest: "third", retryCount: 2 });
    session.engine.deliver("h3", 3, "done");
    expect(raw(session, 1)).toEqual({ request: "third", response: "done" });
  });

  it("is the first attempt's where the retry's Worker did not say", () => {
    const session = new SampleSession();
    session.open("h1", "a question", { rawRequest: "first" });
    session.open("h2", "a question", { retryCount: 1 });
    expect(raw(session, 1)).toEqual({ request: "first", response: null });
  });

  it("is not kept of responders, whose clients would take the callers' places", () => {
    const session = new SampleSession({ responderKind: "partner" });
    session.open("h1", "hello", { seat: "responder", rawRequest: "theirs" });
    expect(session.store.rawExchanges.read("h1")).toBeNull();
  });

  it("is unknown where a turn's request is not kept any more", () => {
    const session = new SampleSession();
    session.open("h1", "a question");
    expect(raw(session, 1)).toEqual({ request: null, response: null });
  });
});
