import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LEG_CLOSE, LEG_PING, LEG_PONG, type HoldOpening } from "../../core/leg";
import type { Pace } from "../../core/reply-delivery";
import { HoldClient, type HoldEnd } from "./hold-client";
import type { LegSocket } from "./leg-socket";

/** The Session's end of a leg, played by the test. */
class FakeLeg implements LegSocket {
  readonly sent: string[] = [];
  readonly closes: number[] = [];
  readonly #listeners = new Map<string, ((event: never) => void)[]>();

  send(text: string): void {
    this.sent.push(text);
  }

  close(code: number): void {
    this.closes.push(code);
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  says(data: unknown): void {
    const text = typeof data === "string" ? data : JSON.stringify(data);
    for (const listener of this.#listeners.get("message") ?? []) listener({ data: text } as never);
  }

  isClosedWith(code: number): void {
    for (const listener of this.#listeners.get("close") ?? []) listener({ code } as never);
  }

  types(): readonly string[] {
    return this.sent.map((text) =>
      text === LEG_PING ? text : (JSON.parse(text) as { type: string }).type,
    );
  }
}

const OPENING = { holdId: "hold-1" } as HoldOpening;
const PACE: Pace = { firstTokenDelayMs: 0, tokensPerSecond: 10, jitter: 0 };
const FINISH = { type: "finish", finishReason: "stop" } as const;

/** A hold whose legs open at once, or fail while `isDown`. */
function startHold() {
  const legs: FakeLeg[] = [];
  const causes: string[] = [];
  const session = { isDown: false };
  const hold = new HoldClient({
    opening: OPENING,
    openLeg: async () => {
      if (session.isDown) throw new Error("down");
      const leg = new FakeLeg();
      legs.push(leg);
      return leg;
    },
    random: () => 1,
    onLegLost: (cause) => causes.push(cause),
  });
  const ends: HoldEnd[] = [];
  void hold.ended.then((end) => ends.push(end));
  return { hold, legs, causes, session, ends };
}

async function pass(durationMs: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(durationMs);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a hold", () => {
  it("opens with the request and ends with the session's reply", async () => {
    const { legs, ends } = startHold();
    await pass(0);
    expect(JSON.parse(legs[0]!.sent[0]!)).toEqual({ type: "open", opening: { holdId: "hold-1" } });
    legs[0]!.says({ type: "held" });
    legs[0]!.says({ type: "resolve", events: [FINISH] });
    await pass(0);
    expect(ends).toEqual([{ type: "resolve", events: [FINISH] }]);
  });

  it("ignores messages that it does not know", async () => {
    const { legs, ends } = startHold();
    await pass(0);
    legs[0]!.says({ type: "from-a-later-version" });
    legs[0]!.says("no json");
    legs[0]!.says("null");
    legs[0]!.says({ type: "resolve", events: [FINISH], later: true });
    await pass(0);
    expect(ends.length).toBe(1);
  });

  it("[PAIR-18] re-attaches after `held` with its id alone", async () => {
    const { legs, causes } = startHold();
    await pass(0);
    legs[0]!.says({ type: "held" });
    legs[0]!.isClosedWith(1006);
    await pass(100);
    expect(legs[1]!.sent.map((text) => JSON.parse(text) as unknown)).toEqual([
      { type: "attach", holdId: "hold-1" },
    ]);
    expect(causes).toEqual(["The leg was closed with 1006."]);
  });

  it("sends the request again if the leg was lost before `held`", async () => {
    const { legs } = startHold();
    await pass(0);
    legs[0]!.isClosedWith(1006);
    await pass(100);
    expect(legs[1]!.types()).toEqual(["open"]);
  });

  it("[PAIR-18] tries for ever while its client is there, at most every 5 s", async () => {
    const { legs, session, causes, ends } = startHold();
    await pass(0);
    legs[0]!.says({ type: "held" });
    session.isDown = true;
    legs[0]!.isClosedWith(1012);
    await pass(3_600_000);
    expect(ends).toEqual([]);
    expect(causes.length).toBeGreaterThan(700);
    expect(causes.length).toBeLessThan(740);
    session.isDown = false;
    await pass(5_000);
    expect(legs[1]!.types()).toEqual(["attach"]);
  });

  it("gives up after some attempts if the session never had the request", async () => {
    const { session, legs, ends } = startHold();
    session.isDown = true;
    await pass(0);
    legs[0]!.isClosedWith(1006);
    await pass(60_000);
    expect(ends).toMatchObject([{ type: "error", error: { reason: "internal_error" } }]);
  });

  it("ends with an error if the session has forgotten it", async () => {
    const { legs, ends } = startHold();
    await pass(0);
    legs[0]!.says({ type: "held" });
    legs[0]!.isClosedWith(1006);
    await pass(100);
    legs[1]!.says({ type: "unknown-hold" });
    await pass(0);
    expect(ends).toMatchObject([{ type: "error", error: { reason: "internal_error" } }]);
  });

  it("listens to its newest leg only", async () => {
    const { legs, ends } = startHold();
    await pass(0);
    legs[0]!.says({ type: "held" });
    legs[0]!.isClosedWith(1006);
    await pass(100);
    legs[0]!.says({ type: "resolve", events: [] });
    legs[0]!.isClosedWith(1006);
    await pass(10_000);
    expect([ends.length, legs.length]).toEqual([0, 2]);
  });
});

/** A hold whose listener notes what it is told. */
async function startDraft() {
  const started = startHold();
  const heard: string[] = [];
  started.hold.onDraft({
    onTyping: () => heard.push("typing"),
    onDraft: (text, pace) => heard.push(`${text}${pace === null ? "" : " paced"}`),
  });
  await pass(0);
  started.legs[0]!.says({ type: "held" });
  const drafts = (startChars: number, text: string, pace: Pace | null = null, leg = 0): void =>
    started.legs[leg]!.says({ type: "draft", startChars, text, pace });
  return { ...started, heard, drafts };
}

describe("an answer that is being written", () => {
  it("[PAIR-20] is handed on piece by piece, each once", async () => {
    const { legs, heard, drafts } = await startDraft();
    legs[0]!.says({ type: "typing" });
    drafts(0, "Good ");
    drafts(0, "Good ");
    drafts(3, "d morning");
    drafts(4, "");
    drafts(0, "Good morning");
    drafts(0, "Good morning, you", PACE);
    expect(heard).toEqual(["typing", "Good ", "morning", ", you paced"]);
  });

  it("[PAIR-20] is handed on without what follows a gap, which comes again with the end", async () => {
    const { heard, drafts } = await startDraft();
    drafts(0, "Good ");
    drafts(6, "lost");
    drafts(5, "day");
    expect(heard).toEqual(["Good ", "day"]);
  });

  it("[PAIR-18] goes on over a new leg from where it was", async () => {
    const { legs, heard, drafts } = await startDraft();
    drafts(0, "👋 Go");
    legs[0]!.isClosedWith(1006);
    drafts(5, "not heard");
    await pass(100);
    drafts(0, "👋 Good", null, 1);
    drafts(7, " day", null, 1);
    expect(heard).toEqual(["👋 Go", "od", " day"]);
  });

  it("is over with the end, and nobody needs to hear it", async () => {
    const { legs, heard, drafts } = await startDraft();
    legs[0]!.says({ type: "resolve", events: [FINISH] });
    legs[0]!.says({ type: "typing" });
    drafts(0, "late");
    const { legs: others } = startHold();
    await pass(0);
    others[0]!.says({ type: "draft", startChars: 0, text: "unheard", pace: null });
    expect(heard).toEqual([]);
  });
});

describe("an error after the reply", () => {
  it("takes back what has not been written of it", async () => {
    const { hold, legs, ends } = startHold();
    const withdrawn: string[] = [];
    void hold.withdrawn.then((error) => withdrawn.push(error.reason));
    await pass(0);
    legs[0]!.says({ type: "resolve", events: [FINISH] });
    const error = { reason: "access_revoked", message: "This invitation was revoked." } as const;
    expect(hold.withdrawal).toBe(null);
    legs[0]!.says({ type: "error", error });
    await pass(0);
    expect([ends.length, withdrawn, hold.withdrawal]).toEqual([1, ["access_revoked"], error]);
  });

  it("is nothing new where the end was an error", async () => {
    const { hold, legs } = startHold();
    await pass(0);
    const error = { reason: "turn_timeout", message: "Nobody answered." };
    legs[0]!.says({ type: "error", error });
    legs[0]!.says({ type: "error", error });
    expect(hold.withdrawal).toBe(null);
  });
});

describe("the liveness of a leg", () => {
  it("is proved by a pong to the ping of every 30 s", async () => {
    const { legs } = startHold();
    await pass(0);
    for (let count = 1; count <= 3; count += 1) {
      await pass(30_000);
      expect(legs[0]!.types().filter((type) => type === LEG_PING).length).toBe(count);
      legs[0]!.says(LEG_PONG);
    }
    expect(legs.length).toBe(1);
  });

  it("ends 10 s after a ping without a pong", async () => {
    const { legs } = startHold();
    await pass(0);
    legs[0]!.says({ type: "held" });
    await pass(39_999);
    expect(legs[0]!.closes).toEqual([]);
    await pass(1);
    expect(legs[0]!.closes).toEqual([3_000]);
    await pass(100);
    expect(legs[1]!.types()).toEqual(["attach"]);
  });
});

describe("a client that leaves", () => {
  it("[PAIR-12] closes the leg at once and stops every timer", async () => {
    const { hold, legs, ends } = startHold();
    await pass(0);
    legs[0]!.says({ type: "held" });
    hold.leave();
    await pass(0);
    expect([legs[0]!.closes, ends, vi.getTimerCount()]).toEqual([
      [LEG_CLOSE.clientLeft],
      [{ type: "client-left" }],
      0,
    ]);
  });

  it("[PAIR-12] ends the attempts to reach the session", async () => {
    const { hold, legs, session } = startHold();
    await pass(0);
    session.isDown = true;
    legs[0]!.isClosedWith(1006);
    hold.leave();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("[PAIR-12] closes a leg that opens too late", async () => {
    const { hold, legs } = startHold();
    hold.leave();
    await pass(0);
    expect([legs[0]!.closes, legs[0]!.sent]).toEqual([[LEG_CLOSE.clientLeft], []]);
  });

  it("[PAIR-6] is found out by a probe", async () => {
    const { hold, legs } = startHold();
    await pass(0);
    let isThere = true;
    hold.onProbe(async () => isThere);
    legs[0]!.says({ type: "probe" });
    await pass(0);
    expect(legs[0]!.types()).toEqual(["open", "probed"]);
    isThere = false;
    legs[0]!.says({ type: "probe" });
    await pass(0);
    expect(legs[0]!.closes).toEqual([LEG_CLOSE.clientLeft]);
  });
});

/** A hold whose reply was written, and whose confirmation is on its way. */
async function startConfirmation() {
  const started = startHold();
  await pass(0);
  started.legs[0]!.says({ type: "resolve", events: [FINISH] });
  await pass(0);
  let isOver = false;
  void started.hold.confirmDelivered("data: …").finally(() => {
    isOver = true;
  });
  await pass(0);
  return { ...started, isOver: () => isOver };
}

describe("the confirmation of a delivery", () => {
  it("[PAIR-14] is sent before the close, and heard when the close comes back", async () => {
    const { legs, isOver } = await startConfirmation();
    expect([legs[0]!.types(), legs[0]!.closes, isOver()]).toEqual([
      ["open", "delivered"],
      [LEG_CLOSE.done],
      false,
    ]);
    legs[0]!.isClosedWith(LEG_CLOSE.done);
    await pass(0);
    expect([isOver(), vi.getTimerCount()]).toEqual([true, 0]);
  });

  it("[PAIR-14] is sent again over a new leg if the leg was lost with it", async () => {
    const { legs, isOver } = await startConfirmation();
    legs[0]!.isClosedWith(1006);
    await pass(100);
    expect(legs[1]!.types()).toEqual(["attach", "delivered"]);
    expect(JSON.parse(legs[1]!.sent[1]!)).toEqual({ type: "delivered", rawResponse: "data: …" });
    legs[1]!.isClosedWith(LEG_CLOSE.done);
    await pass(0);
    expect([isOver(), vi.getTimerCount()]).toEqual([true, 0]);
  });

  it("[PAIR-14] is given up when the session cannot be reached", async () => {
    const { legs, session, isOver } = await startConfirmation();
    session.isDown = true;
    legs[0]!.isClosedWith(1006);
    await pass(60_000);
    expect([isOver(), vi.getTimerCount()]).toEqual([true, 0]);
  });

  it("[PAIR-14] survives a leg that is lost while the response is written", async () => {
    const { hold, legs } = startHold();
    await pass(0);
    legs[0]!.says({ type: "resolve", events: [FINISH] });
    legs[0]!.isClosedWith(1006);
    void hold.confirmDelivered();
    await pass(100);
    expect(legs[1]!.types()).toEqual(["attach", "delivered"]);
  });

  it("[PAIR-14] is not sent for a client that left", async () => {
    const { hold, legs } = startHold();
    await pass(0);
    legs[0]!.says({ type: "resolve", events: [FINISH] });
    hold.leave();
    await hold.confirmDelivered();
    expect(legs[0]!.types()).toEqual(["open"]);
  });
});
