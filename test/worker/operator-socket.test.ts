import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { CONSOLE_CLOSE, CONSOLE_PROTOCOL_VERSION } from "../../src/console-protocol/identity";
import { hashText } from "../../src/core/hash-text";
import { LIMITS } from "../../src/core/limits";
import { SqliteSessionStore } from "../../src/storage/sqlite-session-store";
import { CallerLeg } from "./support/caller-leg";
import { sessionStub } from "./support/conversation";
import { OperatorClient } from "./support/operator-client";

const types = (messages: readonly { readonly type: string }[]): readonly string[] =>
  messages.map(({ type }) => type);

/** A long history, without the work that made it. */
async function appendFacts(name: string, count: number): Promise<void> {
  await runInDurableObject(sessionStub(name), (_instance, { storage }) => {
    const store = new SqliteSessionStore(storage, hashText);
    const fact = { type: "side-requests-changed", areAnswered: true } as const;
    for (let index = 0; index < count; index += 1) store.appendFacts([{ atMs: Date.now(), fact }]);
  });
}

describe("a page that opens a session", () => {
  it("is welcomed, and gets what happened, what is under way and who is there", async () => {
    const caller = await CallerLeg.ask("opened", "Who goes there?");
    const anna = await OperatorClient.join("opened", { name: "Anna" });
    expect(types(anna.received)).toEqual(["welcome", "events", "live", "presence"]);
    expect(anna.all("welcome")).toMatchObject([
      { sessionName: "opened", operator: { name: "Anna" }, role: "admin", isResumed: false },
    ]);
    expect(anna.events.at(-1)).toMatchObject({
      type: "turn-opened",
      turnId: 1,
      questionText: "Who goes there?",
    });
    expect(anna.all("events").at(-1)?.isCaughtUp).toBe(true);
    expect(anna.live).toMatchObject({
      status: "caller-waits",
      turns: [{ turnId: 1, status: "waiting", questionText: "Who goes there?", canDraft: true }],
    });
    expect(await anna.replies(1, "A friend.")).toMatchObject({ type: "done", turnId: 1 });
    expect(await caller.answer()).toBe("A friend.");
    expect(anna.events.find(({ type }) => type === "turn-answered")).toMatchObject({
      reply: { parts: [{ type: "text", text: "A friend." }] },
    });
    expect(anna.live?.turns).toMatchObject([{ turnId: 1, status: "answered" }]);
  });

  it("gets no request with its events: what was sent comes by HTTP", async () => {
    await CallerLeg.ask("lean", "Hello?");
    const { events } = await OperatorClient.join("lean");
    const opened = events.find(({ type }) => type === "hold-opened");
    expect(Object.keys(opened ?? {}).toSorted()).toEqual([
      "atMs",
      "holdId",
      "seat",
      "sequence",
      "type",
    ]);
  });

  it("resumes after the last event that it has", async () => {
    await CallerLeg.ask("resumed", "One?");
    const before = await OperatorClient.join("resumed");
    const last = before.events.at(-1)!;
    before.leaves();
    await CallerLeg.ask("resumed", "Two?");
    const options = { afterSequence: last.sequence, afterAtMs: last.atMs };
    const after = await OperatorClient.join("resumed", options);
    expect(after.all("welcome")[0]?.isResumed).toBe(true);
    expect(after.events[0]?.sequence).toBe(last.sequence + 1);
    expect(after.events.filter(({ type }) => type === "turn-opened")).toMatchObject([
      { turnId: 2, questionText: "Two?" },
    ]);
  });

  it("begins anew where its last event is not of this session", async () => {
    await CallerLeg.ask("anew", "One?");
    const ahead = await OperatorClient.join("anew", { afterSequence: 1_000 });
    const other = await OperatorClient.join("anew", { afterSequence: 2, afterAtMs: 1 });
    for (const page of [ahead, other]) {
      expect(page.all("welcome")[0]?.isResumed).toBe(false);
      expect(page.events[0]?.sequence).toBe(1);
    }
  });

  it("gets the recent part of a long conversation, from the beginning of a turn on, in batches", async () => {
    await CallerLeg.ask("long", "How does it begin?");
    await appendFacts("long", 1_000);
    await Promise.all(["a", "b", "c"].map((part) => CallerLeg.ask("long", part.repeat(99_999))));
    await appendFacts("long", 1_000);
    const page = await OperatorClient.join("long");
    expect(page.events[0]).toMatchObject({ type: "hold-opened" });
    expect(page.events.filter(({ type }) => type === "turn-opened")).toMatchObject([
      { turnId: 2 },
      { turnId: 3 },
      { turnId: 4 },
    ]);
    const [first] = page.events;
    expect(page.events.map(({ sequence }) => sequence)).toEqual(
      page.events.map((_event, index) => first!.sequence + index),
    );
    const batches = page.all("events");
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.map(({ isCaughtUp }) => isCaughtUp)).toEqual([
      ...batches.slice(1).map(() => false),
      true,
    ]);
  });

  it("begins anew where it has missed too much", async () => {
    await CallerLeg.ask("missed", "One?");
    await appendFacts("missed", 2_000);
    const page = await OperatorClient.join("missed", { afterSequence: 5 });
    expect(page.all("welcome")[0]?.isResumed).toBe(false);
    expect(page.events[0]?.sequence).toBeGreaterThan(400);
  });

  it("is given up for a newer one of the same operator", async () => {
    const older = await OperatorClient.join("twice");
    const newer = await OperatorClient.join("twice", { secret: older.secret });
    expect(await older.isClosed()).toBe(CONSOLE_CLOSE.superseded);
    expect(newer.closeCode).toBeNull();
    const { operators } = newer.all("presence").at(-1)!;
    expect(operators.map(({ operatorId }) => operatorId)).toEqual([older.operatorId]);
  });

  it.each([
    [
      "of another version",
      { type: "hello", protocolVersion: CONSOLE_PROTOCOL_VERSION + 1 },
      CONSOLE_CLOSE.outdated,
    ],
    ["that says something else first", { type: "typing", turnId: 1 }, CONSOLE_CLOSE.badMessage],
    ["that says what nobody understands", { type: "shout" }, CONSOLE_CLOSE.badMessage],
    ["that says no JSON", "{", CONSOLE_CLOSE.badMessage],
    ["that says bytes", new ArrayBuffer(8), CONSOLE_CLOSE.badMessage],
  ])("%s is turned away", async (what, message, code) => {
    const isRaw = typeof message === "string" || message instanceof ArrayBuffer;
    const page = await OperatorClient.open(`away ${what}`);
    page.saysText(isRaw ? message : JSON.stringify(message));
    expect(await page.isClosed()).toBe(code);
  });

  it("is refused where too many are open already, and legs are not counted", async () => {
    await CallerLeg.ask("crowd", "Hello?");
    const pages = await Promise.all(
      Array.from({ length: LIMITS.operatorSocketsMax }, () => OperatorClient.open("crowd")),
    );
    await expect(OperatorClient.open("crowd")).rejects.toThrow("503");
    pages[0]?.leaves();
    await pages[0]?.isClosed();
    expect(await OperatorClient.join("crowd")).toBeDefined();
    expect((await sessionStub("crowd").describe())?.holds).toMatchObject([{ isAttached: true }]);
  });
});

describe("the pages of one invitation", () => {
  it("leave places to others", async () => {
    const visitor = { role: "operator", label: "Olga", inviteId: "olga", invitedAtMs: 0 } as const;
    const guest = { visitor };
    const places = Array.from({ length: LIMITS.operatorSocketsOfInviteMax });
    await Promise.all(places.map(() => OperatorClient.open("guests", guest)));
    await expect(OperatorClient.open("guests", guest)).rejects.toThrow("503");
    expect(await OperatorClient.join("guests")).toBeDefined();
  });
});

describe("a page on a session that nobody has used", () => {
  it("makes no session, and hears of its first request", async () => {
    const page = await OperatorClient.join("unborn");
    expect(page.live).toEqual({
      status: "empty",
      responderKind: "partner",
      answersSideRequests: true,
      isContextHidden: false,
      turns: [],
      undecidedHolds: [],
    });
    expect(await page.claims(1)).toMatchObject({ type: "refused", reason: "no-such-turn" });
    page.drafts(1, 0, "Hello");
    await page.hears("draft-refused", ({ reason }) => reason === "no-such-turn");
    expect(await sessionStub("unborn").describe()).toBeNull();
    const tables = await runInDurableObject(sessionStub("unborn"), (_instance, state) =>
      state.storage.sql.exec("SELECT name FROM sqlite_master").toArray(),
    );
    expect(tables).toEqual([]);
    await evictDurableObject(sessionStub("unborn"), { webSockets: "hibernate" });
    await CallerLeg.ask("unborn", "Is anybody there?");
    await page.sees(({ status }) => status === "caller-waits");
    expect(page.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  it("answers an undecided request, which thereby is the caller's question", async () => {
    const page = await OperatorClient.join("undecided");
    const caller = await CallerLeg.ask("undecided", "Is anybody there?", { seat: null });
    const { undecidedHolds } = await page.sees(({ undecidedHolds: holds }) => holds.length > 0);
    expect(undecidedHolds).toMatchObject([
      { holdId: caller.holdId, questionText: "Is anybody there?" },
    ]);
    const claimed = await page.claims({ holdId: caller.holdId });
    expect(claimed).toMatchObject({ type: "done", turnId: 1 });
    expect(page.live).toMatchObject({
      undecidedHolds: [],
      turns: [{ turnId: 1, claimedBy: { operatorId: page.operatorId } }],
    });
    await page.replies(1, "Yes.");
    expect(await caller.answer()).toBe("Yes.");
  });
});

describe("pages of a session that hibernated", () => {
  it("hear of what comes then, once", async () => {
    await CallerLeg.ask("slept", "One?");
    const page = await OperatorClient.join("slept", { name: "Anna" });
    await evictDurableObject(sessionStub("slept"), { webSockets: "hibernate" });
    const caller = await CallerLeg.ask("slept", "Two?");
    await page.sees(({ turns }) => turns.length === 2);
    expect(page.events.map(({ sequence }) => sequence)).toEqual(
      page.events.map((_event, index) => index + 1),
    );
    expect(await page.replies(2, "Two.")).toMatchObject({ type: "done" });
    expect(await caller.answer()).toBe("Two.");
    const other = await OperatorClient.join("slept");
    expect(
      other
        .all("presence")
        .at(-1)
        ?.operators.map(({ name }) => name),
    ).toContain("Anna");
  });

  it("are told when it is deleted", async () => {
    await CallerLeg.ask("deleted", "Hello?");
    const page = await OperatorClient.join("deleted");
    await evictDurableObject(sessionStub("deleted"), { webSockets: "hibernate" });
    await sessionStub("deleted").deleteSession();
    expect(await page.isClosed()).toBe(CONSOLE_CLOSE.sessionDeleted);
  });

  it("hear of the session that is made anew under its name", async () => {
    await CallerLeg.ask("phoenix", "Before?");
    const before = await OperatorClient.join("phoenix");
    const last = before.events.at(-1)!;
    await sessionStub("phoenix").deleteSession();
    await before.isClosed();
    const options = { afterSequence: last.sequence, afterAtMs: last.atMs };
    const after = await OperatorClient.join("phoenix", options);
    expect(after.all("welcome")[0]?.isResumed).toBe(false);
    await CallerLeg.ask("phoenix", "After?");
    await after.sees(({ status }) => status === "caller-waits");
    expect(after.events.at(-1)).toMatchObject({ type: "turn-opened", questionText: "After?" });
  });
});
