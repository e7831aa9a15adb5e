import { describe, expect, it } from "vitest";
import type { ReplyDelivery } from "../../src/core/reply-delivery";
import { eventsOfReply, textReply } from "../../src/core/turn";
import {
  fetchResponse,
  readKeptReplies,
  readResponseHistory,
} from "../../src/session/kept-responses";
import { SampleSession, textContent } from "./sample-session";

const PLAIN: ReplyDelivery = { delayMs: 0, pace: null, cutAfterChars: null };
const LATE: ReplyDelivery = { ...PLAIN, delayMs: 5_000 };
const keptResponse = { createdAtMs: 0, instructionCount: 0, context: {}, options: {} };
const BYTES_MAX = 1_000_000;

class ResponseSession extends SampleSession {
  /** Asks, by a request whose response is kept. */
  asks(holdId: string, retryCount = 0): void {
    this.open(holdId, "Who is there?", { keptResponse, retryCount });
  }

  source(nowMs: number) {
    return { store: this.store, state: this.engine.state, nowMs };
  }

  outcomeAt(nowMs: number, holdId = "h1") {
    return fetchResponse(this.source(nowMs), holdId)?.outcome;
  }

  leaves(holdId: string, isLegLost = false): void {
    this.engine.apply({ type: "detach", atMs: this.nowMs, holdId, isLegLost });
  }
}

function answered(text: string, delivery: ReplyDelivery): ResponseSession {
  const session = new ResponseSession();
  session.asks("h1");
  session.say(1, text, { delivery });
  return session;
}

const AWAITED = { kind: "awaited" };
const whole = (text: string) => ({ kind: "reply", events: eventsOfReply(textReply(text)) });

describe("a kept response whose reply is on its way", () => {
  it.each([
    ["late", LATE],
    ["slow", { ...PLAIN, pace: { firstTokenDelayMs: 0, tokensPerSecond: 1, jitter: 1 } }],
    ["cut off", { ...PLAIN, cutAfterChars: 3 }],
  ])("is awaited until the delivery is confirmed, however late that is: %s", (_what, delivery) => {
    const session = answered("A friend.", delivery);
    expect(session.outcomeAt(1_000_000)).toEqual(AWAITED);
    session.engine.deliver("h1", 1_000_000, null);
    expect(session.outcomeAt(1_000_000)?.kind).not.toBe("awaited");
  });

  it("is there at once where it goes out at once", () => {
    const session = answered("A friend.", PLAIN);
    expect(session.outcomeAt(session.nowMs)).toEqual(whole("A friend."));
  });

  it("takes its time also where its client has left, and no more", () => {
    const session = answered("A friend.", LATE);
    session.leaves("h1");
    expect(session.outcomeAt(5_999)).toEqual(AWAITED);
    expect(session.outcomeAt(6_000)).toEqual(whole("A friend."));
  });

  it("takes the time of its words where its client has left", () => {
    const pace = { firstTokenDelayMs: 2_000, tokensPerSecond: 10, jitter: 1 };
    const text = "word ".repeat(100);
    const session = answered(text, { ...LATE, pace });
    session.leaves("h1", true);
    // A hundred words, after seven seconds.
    expect(session.outcomeAt(13_000)).toEqual(AWAITED);
    expect(session.outcomeAt(40_000)).toEqual(whole(text));
  });

  it("begins anew for a retry", () => {
    const session = answered("A friend.", LATE);
    session.leaves("h1");
    session.nowMs = 50_000;
    session.asks("h2", 1);
    session.leaves("h2");
    expect(session.outcomeAt(54_999, "h2")).toEqual(AWAITED);
    expect(session.outcomeAt(55_000, "h2")).toEqual(whole("A friend."));
  });

  it("is late as an error, too", () => {
    const session = new ResponseSession();
    session.asks("h1");
    const error = { reason: "responder_error", message: "No.", status: 400 } as const;
    session.answer({ target: { turnId: 1 }, content: { error }, delivery: LATE });
    expect(session.outcomeAt(1_000_000)).toEqual(AWAITED);
    session.engine.deliver("h1", 1_000_000, null);
    expect(session.outcomeAt(1_000_000)).toEqual({ kind: "error", error });
  });

  it("is whole where an earlier version has kept it, which did not say when it was given", () => {
    const session = answered("A friend.", LATE);
    session.store.responses.end("h1", { kind: "reply", sourceId: "reply-1" });
    session.leaves("h1");
    // Far from the beginning of time, as every clock is.
    expect(session.outcomeAt(1_000_000)).toEqual(whole("A friend."));
  });
});

describe("a kept response whose reply was cut off", () => {
  it("has what came before the cut", () => {
    const session = answered("A👋friend.", { ...PLAIN, cutAfterChars: 2 });
    session.engine.deliver("h1", 2_000, null);
    expect(session.outcomeAt(2_000)).toEqual({ ...whole("A"), kind: "cut" });
  });

  it("[PAIR-20] has all that went out while it was written", () => {
    const session = new ResponseSession();
    session.asks("h1");
    session.draft(1, 0, "A friend");
    const { operatorId } = session.engine.state.turns[1]?.claimedBy ?? { operatorId: "" };
    session.answer({
      target: { turnId: 1 },
      content: textContent("A friend of yours."),
      operator: { operatorId, name: "Aki" },
      delivery: { ...PLAIN, cutAfterChars: 3 },
    });
    session.engine.deliver("h1", 2_000, null);
    expect(session.outcomeAt(2_000)).toEqual({ ...whole("A friend"), kind: "cut" });
  });
});

const historyAt = (session: ResponseSession, nowMs: number) =>
  readResponseHistory(session.source(nowMs), "h1", BYTES_MAX).kind;
const repliesAt = (session: ResponseSession, nowMs: number) => {
  const found = readKeptReplies(session.source(nowMs), ["h1"], BYTES_MAX);
  return found.kind === "found" ? found.replies.length : null;
};

describe("a request that names a kept response", () => {
  it("finds no reply before anything of it can have gone", () => {
    const session = answered("A friend.", LATE);
    expect([historyAt(session, 5_999), repliesAt(session, 5_999)]).toEqual(["unanswered", 0]);
  });

  it("finds one whose end its client may have before its delivery is confirmed", () => {
    const session = answered("A friend.", LATE);
    expect([historyAt(session, 6_000), repliesAt(session, 6_000)]).toEqual(["found", 1]);
  });

  it("finds none that was cut off, which has failed", () => {
    const session = answered("A friend.", { ...PLAIN, cutAfterChars: 3 });
    session.engine.deliver("h1", 2_000, null);
    expect([historyAt(session, 9_000), repliesAt(session, 9_000)]).toEqual(["unanswered", 0]);
  });
});
