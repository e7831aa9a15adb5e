import { describe, expect, it } from "vitest";
import { AKI, BO, SampleSession, say, textContent } from "./sample-session";

function asked(): SampleSession {
  const session = new SampleSession();
  session.open("h1", "a question");
  return session;
}

/** A session in which nobody has a seat yet. */
function undecided(settings = {}): SampleSession {
  const session = new SampleSession({ responderKind: "partner", ...settings });
  session.open("h1", "hello?", { seat: null });
  return session;
}

describe("a claim", () => {
  const target = { turnId: 1 };
  const claim = { target, claimant: AKI, isTakeOver: false, atMs: 2 };

  it("[PAIR-16] succeeds where the turn is nobody's, or one's own", () => {
    const session = asked();
    const claimed = { ok: true, value: { turnId: 1, dispatches: [] } };
    expect([session.engine.claim(claim), session.engine.claim(claim)]).toEqual([claimed, claimed]);
    expect(session.engine.state.turns["1"]?.claimedBy).toEqual(AKI);
  });

  it("[PAIR-16] of another's turn says whose it is, and succeeds as a take-over", () => {
    const session = asked();
    session.engine.claim(claim);
    const other = { ...claim, claimant: BO };
    expect(session.engine.claim(other)).toEqual({
      ok: false,
      error: { reason: "claimed", claimedBy: AKI },
    });
    expect(session.engine.claim({ ...other, isTakeOver: true }).ok).toBe(true);
    expect(session.engine.state.turns["1"]?.claimedBy).toEqual(BO);
  });

  it("[PAIR-16] says what has become of a turn that is over", () => {
    const session = asked();
    session.say(1, "an answer");
    expect(session.engine.claim(claim)).toMatchObject({ error: { reason: "already-answered" } });
    session.engine.deliver("h1", 2, null);
    expect(session.engine.claim(claim)).toMatchObject({ error: { reason: "already-answered" } });
    const unknown = { ...claim, target: { turnId: 5 } };
    expect(session.engine.claim(unknown)).toMatchObject({ error: { reason: "no-such-turn" } });
  });

  it("[PAIR-6] of an undecided request tells the turn that it becomes", () => {
    const session = undecided();
    const claimed = session.engine.claim({ ...claim, target: { holdId: "h1" } });
    expect(claimed).toMatchObject({ value: { turnId: 1 } });
    expect(session.engine.state.turns["1"]?.claimedBy).toEqual(AKI);
    const missing = session.engine.claim({ ...claim, target: { holdId: "h2" } });
    expect(missing).toMatchObject({ error: { reason: "no-such-turn" } });
  });

  it("[PAIR-11] is refused where there is no room for the turn, and its caller waits on", () => {
    const session = undecided({ openTurnsMax: 0 });
    const refused = { error: { reason: "no-such-turn" } };
    const holdTarget = { holdId: "h1" };
    expect(session.engine.claim({ ...claim, target: holdTarget })).toMatchObject(refused);
    const content = textContent("an answer");
    expect(session.answer({ target: holdTarget, content })).toMatchObject(refused);
    expect(session.engine.state.holds["h1"]).toMatchObject({ seat: null, outcome: null });
  });

  it("[PAIR-6] is refused while probes are out, and so is an answer", () => {
    const session = undecided();
    const again = { seat: null, identity: "somebody" };
    session.open("h2", "is anybody there?", again);
    session.open("h3", "is anybody there?", again);
    expect(session.engine.state.holds["h3"]?.probing).toMatchObject({ holdIds: ["h2"] });
    const refused = { error: { reason: "no-such-turn" } };
    const probed = { holdId: "h3" };
    expect(session.engine.claim({ ...claim, target: probed })).toMatchObject(refused);
    expect(session.answer({ target: probed, content: textContent("me") })).toMatchObject(refused);
    expect(session.engine.state.holds["h3"]?.turnId).toBeNull();
  });

  it("[PAIR-18] outlasts an eviction", () => {
    const session = asked();
    session.engine.claim(claim);
    session.restart();
    expect(session.engine.state.turns["1"]?.claimedBy).toEqual(AKI);
  });
});

describe("handing over", () => {
  it("[PAIR-16] is for whoever has the turn", () => {
    const session = asked();
    const { engine } = session;
    engine.claim({ target: { turnId: 1 }, claimant: AKI, isTakeOver: false, atMs: 2 });
    const fromBo = { turnId: 1, fromOperatorId: BO.operatorId, claimant: BO, atMs: 3 };
    expect(engine.handOver(fromBo)).toMatchObject({ error: { reason: "claimed", claimedBy: AKI } });
    expect(engine.handOver({ ...fromBo, fromOperatorId: AKI.operatorId }).ok).toBe(true);
    expect(engine.state.turns["1"]?.claimedBy).toEqual(BO);
    expect(engine.handOver({ ...fromBo, turnId: 4 })).toMatchObject({
      error: { reason: "no-such-turn" },
    });
  });
});

describe("an operator's whole answer", () => {
  it("[PAIR-16] makes the turn that operator's", () => {
    const session = asked();
    expect(session.say(1, "an answer", { operator: AKI })).toMatchObject({ value: { turnId: 1 } });
    expect(session.engine.state.turns["1"]).toMatchObject({ claimedBy: AKI, isAnswered: true });
  });

  it("[PAIR-16] to another's turn is refused, and kept nowhere", () => {
    const session = asked();
    session.engine.claim({ target: { turnId: 1 }, claimant: AKI, isTakeOver: false, atMs: 2 });
    const answer = { replyId: "mine", operator: BO };
    expect(session.say(1, "an answer", answer)).toEqual({
      ok: false,
      error: { reason: "claimed", claimedBy: AKI },
    });
    expect(session.store.readReply("mine")).toBeNull();
    // The same command succeeds once the turn was given away.
    session.engine.handOver({ turnId: 1, fromOperatorId: AKI.operatorId, claimant: null, atMs: 3 });
    expect(session.say(1, "an answer", answer)).toMatchObject({ ok: true });
  });

  it("without a name does not ask whose the turn is", () => {
    const session = asked();
    session.engine.claim({ target: { turnId: 1 }, claimant: AKI, isTakeOver: false, atMs: 2 });
    expect(session.say(1, "from a script").ok).toBe(true);
  });

  it("is done once, and names its turn each time, also where that has ended since", () => {
    const session = undecided();
    const answer = { target: { holdId: "h1" }, content: textContent("an answer"), replyId: "r" };
    const expected = { ok: true, value: { turnId: 1 } };
    expect(session.answer(answer)).toMatchObject(expected);
    expect(session.answer(answer)).toMatchObject({ value: { turnId: 1, dispatches: [] } });
    session.engine.deliver("h1", 2, null);
    session.open("h2", "another question");
    expect(session.answer(answer)).toMatchObject(expected);
    expect(session.answer({ ...answer, target: "oldest" })).toMatchObject(expected);
    expect(session.engine.state.turns["2"]?.isAnswered).toBe(false);
  });
});

describe("how an answer goes out", () => {
  const pace = { firstTokenDelayMs: 500, tokensPerSecond: 10, jitter: 0.2 };

  it("is said with it, and again to a client that comes back", () => {
    const session = asked();
    const delivery = { delayMs: 1_000, pace, cutAfterChars: null };
    const message = { type: "resolve", turnId: 1, delivery };
    expect(session.say(1, "an answer", { delivery })).toMatchObject({
      value: { dispatches: [{ holdId: "h1", message }] },
    });
    session.engine.apply({ type: "detach", atMs: 2, holdId: "h1" });
    expect(session.engine.attach("h1", 3)).toMatchObject([{}, { message }]);
  });

  it("is not said where it goes at once, and whole", () => {
    const session = asked();
    const plain = { delayMs: 0, pace: null, cutAfterChars: null };
    const answered = session.say(1, "an answer", { delivery: plain, replyId: "r" });
    const [dispatch] = answered.ok ? answered.value.dispatches : [];
    expect(dispatch?.message).not.toHaveProperty("delivery");
    expect(session.store.readReply("r")).not.toHaveProperty("delivery");
  });

  it("delays an error, too", () => {
    const session = asked();
    const error = { reason: "responder_error", message: "No.", status: 429 } as const;
    const delivery = { delayMs: 2_000, pace: null, cutAfterChars: null };
    const answer = { target: { turnId: 1 }, content: { error }, delivery };
    expect(session.answer(answer)).toMatchObject({
      value: { dispatches: [{ message: { type: "error", error, delayMs: 2_000 } }] },
    });
  });

  it("[PAIR-3] that breaks off leaves the next attempt to be answered anew", () => {
    const session = asked();
    const delivery = { delayMs: 0, pace: null, cutAfterChars: 3 };
    session.say(1, "an answer", { delivery });
    session.engine.deliver("h1", 2, null);
    session.open("h2", "a question", { retryCount: 1 });
    expect(session.engine.state.turns["2"]).toMatchObject({ holdId: "h2", isAnswered: false });
  });

  it("[PAIR-4] that breaks off leaves the caller with what it has got of it", () => {
    const session = asked();
    const delivery = { delayMs: 0, pace: null, cutAfterChars: 20 };
    const words = "It is the longest day of the year, and a long way to go.";
    session.say(1, words, { delivery });
    session.engine.deliver("h1", 2, null);
    session.open("h2", "", {
      seat: null,
      identity: "another",
      request: {
        messages: [
          say("user", "a question"),
          say("assistant", words.slice(0, 20)),
          say("user", "Go on."),
        ],
      },
    });
    expect(session.engine.state.holds["h2"]?.arrival.evidence).toMatchObject({
      seat: "caller",
      deliveredTurnId: 1,
      isExact: true,
    });
  });
});
