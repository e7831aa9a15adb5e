import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { CONSOLE_CLOSE, CONSOLE_PROTOCOL_VERSION } from "../../src/console-protocol/identity";
import { CONSOLE_VISITOR_HEADER, encodeConsoleVisitor } from "../../src/core/console-visitor";
import type { SessionReport } from "../../src/core/session-status";
import type { InboxVisitor } from "../../src/directory/directory-api";
import { WAIT } from "./support/conversation";
import { InboxClient, type InboxOptions } from "./support/inbox-client";
import { secretOf } from "./support/operator-client";
import {
  INBOX_ADMIN as ADMIN,
  INBOX_GUEST as GUEST,
  directoryObject,
  directoryStub as directory,
  openInbox as open,
} from "./support/inbox-visitors";

function join(name: string, visitor?: InboxVisitor, options?: InboxOptions): Promise<InboxClient> {
  return InboxClient.join(open(name, visitor), options);
}

function report(name: string, change: Partial<SessionReport> = {}): SessionReport {
  return {
    name,
    status: "idle",
    statusSinceMs: 1,
    createdAtMs: 1,
    lastActivityAtMs: 1,
    responderKind: "partner",
    turnCount: 1,
    openTurnCount: 0,
    lastQuestionText: null,
    lastQuestionAtMs: null,
    waitingTurns: [],
    ...change,
  };
}

const WAITING = {
  status: "caller-waits",
  openTurnCount: 1,
  lastQuestionText: "Who goes there?",
  lastQuestionAtMs: 500,
  waitingTurns: [{ turnId: 1, sinceMs: 500, questionText: "Who goes there?" }],
} as const;

describe("the inbox", () => {
  it("has every session with its questions, and hears of each change", async () => {
    const listing = directory("inbox-all");
    await listing.report(report("quiet"));
    await listing.report(report("busy", WAITING));
    const page = await join("inbox-all");
    expect(page.all("welcome")).toMatchObject([{ role: "admin", isResumed: false }]);
    expect(page.names).toEqual(["busy", "quiet"]);
    expect(page.sessions.get("busy")).toMatchObject({
      status: "caller-waits",
      lastQuestionText: "Who goes there?",
      waitingTurns: [{ turnId: 1, sinceMs: 500, questionText: "Who goes there?" }],
    });

    await listing.report(report("busy", { turnCount: 2 }));
    await page.hears("sessions", ({ changed }) => changed[0]?.turnCount === 2);
    // What was asked last is still known, though this report did not say it again.
    expect(page.sessions.get("busy")).toMatchObject({
      lastQuestionText: "Who goes there?",
      waitingTurns: [],
    });
    await listing.remove("quiet");
    await page.hears("sessions", ({ removed }) => removed.includes("quiet"));
    expect(page.names).toEqual(["busy"]);
    const revisions = page.all("sessions").map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.toSorted((one, other) => one - other));
    expect(new Set(revisions).size).toBe(revisions.length);
  });

  it("says when the list is complete, and not before", async () => {
    const listing = directory("inbox-batches");
    for (let index = 0; index < 120; index += 1) await listing.report(report(`s${index}`));
    const page = await join("inbox-batches");
    expect(page.names).toHaveLength(120);
    expect(page.all("sessions").map(({ isCaughtUp }) => isCaughtUp)).toEqual([false, false, true]);
  });

  it("tells of a name that was booked for a new session", async () => {
    const page = await join("inbox-booked");
    await directory("inbox-booked").claim("new", 5, 10);
    await page.hears("sessions", ({ changed }) => changed[0]?.name === "new");
    expect(page.sessions.get("new")).toMatchObject({ status: "empty", lastQuestionText: "" });
  });

  it("takes a report of a session that says nothing of its questions", async () => {
    const {
      lastQuestionText: _text,
      lastQuestionAtMs: _at,
      waitingTurns: _turns,
      ...summary
    } = report("older");
    await directory("inbox-older").report(summary);
    const page = await join("inbox-older");
    expect(page.sessions.get("older")).toMatchObject({ lastQuestionText: "", waitingTurns: [] });
  });
});

describe("a page that was away", () => {
  it("hears what it missed, and that alone", async () => {
    const listing = directory("inbox-resumed");
    for (const name of ["kept", "changed", "removed"]) await listing.report(report(name));
    const before = await join("inbox-resumed");
    const { revision } = before;
    before.leaves();
    await listing.report(report("changed", { turnCount: 7 }));
    await listing.report(report("added"));
    await listing.remove("removed");
    await listing.remove("kept");
    await listing.report(report("kept", { turnCount: 8 }));
    const page = await join("inbox-resumed", ADMIN, { afterRevision: revision });
    expect(page.all("welcome")).toMatchObject([{ isResumed: true }]);
    expect(page.names).toEqual(["added", "changed", "kept"]);
    expect(page.all("sessions").flatMap(({ removed }) => removed)).toEqual(["removed"]);
  });

  it("hears nothing where nothing has changed", async () => {
    await directory("inbox-same").report(report("one"));
    const before = await join("inbox-same");
    const page = await join("inbox-same", ADMIN, { afterRevision: before.revision });
    expect(page.all("sessions")).toEqual([
      { type: "sessions", revision: before.revision, changed: [], removed: [], isCaughtUp: true },
    ]);
  });

  it.each([
    ["is none that there ever was", Number.MAX_SAFE_INTEGER],
    ["is of a listing that was lost", 17],
  ])("gets the whole list where its revision %s", async (_what, afterRevision) => {
    const name = `inbox-unknown-${afterRevision}`;
    await directory(name).report(report("one"));
    const page = await join(name, ADMIN, { afterRevision });
    expect(page.all("welcome")).toMatchObject([{ isResumed: false }]);
    expect(page.names).toEqual(["one"]);
  });

  it("gets the whole list where more was removed than is remembered", async () => {
    const listing = directory("inbox-forgotten");
    await listing.report(report("one"));
    const { revision } = await join("inbox-forgotten");
    for (let index = 0; index <= 1_000; index += 1) {
      await listing.report(report("passing"));
      await listing.remove("passing");
    }
    const page = await join("inbox-forgotten", ADMIN, { afterRevision: revision });
    expect(page.all("welcome")).toMatchObject([{ isResumed: false }]);
    const later = await join("inbox-forgotten", ADMIN, { afterRevision: page.revision });
    expect(later.all("welcome")).toMatchObject([{ isResumed: true }]);
  });

  it("gets the thousand newest sessions, and whoever waits among the others", async () => {
    const listing = directory("inbox-many");
    await listing.report(report("old-and-waiting", { ...WAITING, lastActivityAtMs: 0 }));
    await Promise.all(
      Array.from({ length: 1_005 }, (_, index) =>
        listing.report(report(`s${index}`, { lastActivityAtMs: 10 + index })),
      ),
    );
    const page = await join("inbox-many");
    expect(page.sessions.size).toBe(1_000);
    expect(page.names).toContain("old-and-waiting");
    expect(page.names).toContain("s1004");
    expect(page.names).not.toContain("s0");
    // More than it would be shown at once.
    const again = await join("inbox-many", ADMIN, { afterRevision: page.revision - 1_004 });
    expect(again.all("welcome")).toMatchObject([{ isResumed: false }]);
  });

  it("goes on as before where the Directory was evicted meanwhile", async () => {
    const page = await join("inbox-evicted");
    page.says({ type: "at", sessionName: "here", name: "Anna" });
    await page.hears("presence", ({ operators }) => operators[0]?.sessionName === "here");
    await evictDurableObject(directoryObject("inbox-evicted"));
    await directory("inbox-evicted").report(report("late"));
    await page.hears("sessions", ({ changed }) => changed[0]?.name === "late");
    const other = await join("inbox-evicted", ADMIN, { name: "Ben" });
    expect(other.present).toEqual({ Anna: "here", Ben: null });
  });
});

describe("an invited operator's inbox", () => {
  it("has the sessions of the invitation, and hears of no other", async () => {
    const listing = directory("inbox-scope");
    await listing.report(report("town-1"));
    await listing.report(report("secret"));
    const page = await join("inbox-scope", GUEST);
    expect(page.all("welcome")).toMatchObject([{ role: "operator" }]);
    expect(page.names).toEqual(["town-1"]);
    await listing.report(report("secret", WAITING));
    await listing.remove("secret");
    await listing.report(report("town-2"));
    await page.hears("sessions", ({ changed }) => changed[0]?.name === "town-2");
    expect(JSON.stringify(page.received)).not.toContain("secret");

    const again = await join("inbox-scope", GUEST, { afterRevision: page.revision - 3 });
    expect(again.all("welcome")).toMatchObject([{ isResumed: true }]);
    expect(again.names).toEqual(["town-2"]);
    expect(JSON.stringify(again.received)).not.toContain("secret");
  });

  it("may be for one session, however it is named", async () => {
    const name = "\u{1f600}".repeat(256);
    const listing = directory("inbox-one");
    await listing.report(report(name));
    await listing.report(report("other"));
    const page = await join(
      "inbox-one",
      { ...GUEST, label: "\u{1f600}".repeat(32), scope: { kind: "session", name } },
      { name: "\u{1f600}".repeat(32) },
    );
    page.says({ type: "at", sessionName: name, name: "\u{1f600}".repeat(32) });
    await page.hears("presence", ({ operators }) => operators[0]?.sessionName === name);
    expect(page.names).toEqual([name]);
  });

  it("shows nothing of what was over before the invitation, where the history is not theirs", async () => {
    const listing = directory("inbox-history");
    const over = { lastActivityAtMs: 900, lastQuestionText: "Old?", lastQuestionAtMs: 800 };
    await listing.report(report("town-over", over));
    await listing.report(report("town-unused", { ...over, turnCount: 0, lastQuestionText: null }));
    await listing.report(report("town-answered-since", { ...over, lastActivityAtMs: 1_100 }));
    await listing.report(report("town-waits", WAITING));
    // The last question is answered, and an earlier one is not.
    const later = { lastQuestionText: "Answered?", lastQuestionAtMs: 700 };
    await listing.report(report("town-waits-for-earlier", { ...WAITING, ...later }));
    const page = await join("inbox-history", {
      ...GUEST,
      sees: { context: true, history: false },
    });
    expect(page.names).toEqual([
      "town-answered-since",
      "town-unused",
      "town-waits",
      "town-waits-for-earlier",
    ]);
    expect(page.sessions.get("town-waits-for-earlier")).toMatchObject({
      lastQuestionText: "",
      waitingTurns: [{ questionText: "Who goes there?" }],
    });
    expect(page.sessions.get("town-answered-since")?.lastQuestionText).toBe("");
    expect(page.sessions.get("town-waits")?.lastQuestionText).toBe("Who goes there?");

    const asked = { lastActivityAtMs: 1_200, lastQuestionText: "New?", lastQuestionAtMs: 1_200 };
    await listing.report(report("town-over", asked));
    await page.hears("sessions", ({ changed }) => changed[0]?.name === "town-over");
    expect(page.sessions.get("town-over")?.lastQuestionText).toBe("New?");
  });

  it("is closed when the invitation is revoked, and stays so", async () => {
    const page = await join("inbox-revoked", GUEST);
    const admin = await join("inbox-revoked", ADMIN, { name: "Ben" });
    const expiresAtMs = Date.now() + 60_000;
    await directory("inbox-revoked").endAccess("anna", expiresAtMs);
    expect(await page.isClosed()).toBe(CONSOLE_CLOSE.accessEnded);
    await vi.waitFor(() => expect(admin.present).toEqual({ Ben: null }), WAIT);
    const late = new InboxClient(await open("inbox-revoked", GUEST));
    expect(await late.isClosed()).toBe(CONSOLE_CLOSE.accessEnded);
    expect(admin.closeCode).toBeNull();
  });

  it("is closed when the invitation expires, though nobody says anything", async () => {
    const page = await join("inbox-expired", { ...GUEST, expiresAtMs: Date.now() + 1_000 });
    const admin = await join("inbox-expired");
    // The alarm may ring by itself, or be rung from here once it is due.
    await vi.waitFor(async () => {
      await runDurableObjectAlarm(directoryObject("inbox-expired"));
      expect(page.closeCode).toBe(CONSOLE_CLOSE.accessEnded);
    }, WAIT);
    expect(admin.closeCode).toBeNull();
  });
});

describe("who is at the console", () => {
  it("is told with the session that each has open, until they leave", async () => {
    const anna = await join("inbox-presence", ADMIN, { name: "Anna" });
    const ben = await join("inbox-presence", ADMIN, { name: "Ben" });
    ben.says({ type: "at", sessionName: "demo", name: "Benjamin" });
    await anna.hears(
      "presence",
      ({ operators }) => operators.length === 2 && operators[1]?.sessionName === "demo",
    );
    expect(anna.present).toEqual({ Anna: null, Benjamin: "demo" });
    ben.leaves();
    await vi.waitFor(() => expect(anna.present).toEqual({ Anna: null }), WAIT);
  });

  it("is told to an invited operator as far as it is about their sessions", async () => {
    const admin = await join("inbox-who", ADMIN, { name: "Admin" });
    const guest = await join("inbox-who", GUEST, { name: "Guest" });
    expect(guest.present).toEqual({ Guest: null });
    admin.says({ type: "at", sessionName: "secret", name: "Admin" });
    await admin.hears("presence", ({ operators }) => operators[0]?.sessionName === "secret");
    admin.says({ type: "at", sessionName: "town-1", name: "Admin" });
    await vi.waitFor(() => expect(guest.present).toEqual({ Admin: "town-1", Guest: null }), WAIT);
    expect(JSON.stringify(guest.received)).not.toContain("secret");
    guest.says({ type: "at", sessionName: "secret", name: "Guest" });
    guest.says({ type: "at", sessionName: "secret", name: "Guest!" });
    await vi.waitFor(
      () => expect(admin.present).toEqual({ Admin: "town-1", "Guest!": null }),
      WAIT,
    );
  });

  it("leaves out who has been silent for long, until they are heard of", async () => {
    const anna = await join("inbox-silent", ADMIN, { name: "Anna" });
    const ben = await join("inbox-silent", ADMIN, { name: "Ben" });
    await vi.waitFor(() => expect(anna.present).toEqual({ Anna: null, Ben: null }), WAIT);
    // As if Ben's page had been opened long ago, and been silent since. The object reads that when it wakes.
    await runInDurableObject(directoryObject("inbox-silent"), (_instance, state) => {
      for (const socket of state.getWebSockets()) {
        const attachment = socket.deserializeAttachment() as { operator: { name: string } };
        if (attachment.operator.name === "Ben")
          socket.serializeAttachment({ ...attachment, acceptedAtMs: 0 });
      }
    });
    await evictDurableObject(directoryObject("inbox-silent"), { webSockets: "hibernate" });
    anna.says({ type: "at", sessionName: "town-1", name: "Anna" });
    await vi.waitFor(() => expect(anna.present).toEqual({ Anna: "town-1" }), WAIT);
    await vi.waitFor(() => expect(ben.present).toEqual({ Anna: "town-1" }), WAIT);
    ben.says({ type: "at", sessionName: null, name: "Ben" });
    await vi.waitFor(() => expect(anna.present).toEqual({ Anna: "town-1", Ben: null }), WAIT);
  });

  it("is one page once: its older socket is given up, and nobody else's", async () => {
    const older = await join("inbox-twice", ADMIN, { name: "Anna" });
    const { secret } = older;
    const guest = await join("inbox-twice", GUEST, { secret, name: "Guest" });
    const newer = await join("inbox-twice", ADMIN, { secret, name: "Anna" });
    expect(await older.isClosed()).toBe(CONSOLE_CLOSE.superseded);
    expect(guest.closeCode).toBeNull();
    expect(newer.operatorId).toBe(older.operatorId);
    expect(guest.operatorId).not.toBe(older.operatorId);
  });
});

describe("a page that cannot be talked to", () => {
  const protocolVersion = CONSOLE_PROTOCOL_VERSION;
  const operatorSecret = secretOf("some-page");
  const hello = { type: "hello", operatorSecret, name: "Anna", afterRevision: null };

  it.each<[string, string | ArrayBuffer, number]>([
    [
      "is of another version",
      JSON.stringify({ ...hello, protocolVersion: protocolVersion + 1, new: true }),
      CONSOLE_CLOSE.outdated,
    ],
    [
      "is of a version of which nothing is known",
      JSON.stringify({ type: "hello", protocolVersion: 9 }),
      CONSOLE_CLOSE.outdated,
    ],
    ["says no JSON", "hello", CONSOLE_CLOSE.badMessage],
    ["says something else", JSON.stringify({ type: "claim" }), CONSOLE_CLOSE.badMessage],
    [
      "has no name",
      JSON.stringify({ ...hello, protocolVersion, name: " " }),
      CONSOLE_CLOSE.badMessage,
    ],
    [
      "does not say who it is first",
      JSON.stringify({ type: "at", sessionName: null, name: "Anna" }),
      CONSOLE_CLOSE.badMessage,
    ],
    [
      "says too much",
      JSON.stringify({ ...hello, protocolVersion, more: "x".repeat(9_000) }),
      CONSOLE_CLOSE.badMessage,
    ],
    ["sends bytes", new ArrayBuffer(2), CONSOLE_CLOSE.badMessage],
  ])("is turned away: it %s", async (_what, text, code) => {
    const page = new InboxClient(await open("inbox-bad"));
    page.saysText(text);
    expect(await page.isClosed()).toBe(code);
  });

  it("comes without an upgrade, or without the Worker's word on who it is", async () => {
    const visitor = { [CONSOLE_VISITOR_HEADER]: encodeConsoleVisitor(ADMIN) };
    for (const headers of [visitor, { Upgrade: "websocket" }])
      expect(
        (await directory("inbox-bad").fetch("https://object/console", { headers })).status,
      ).toBe(426);
  });
});
