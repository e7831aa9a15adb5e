import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { CONSOLE_CLOSE, CONSOLE_PING } from "../../src/console-protocol/identity";
import type { ConsoleVisitor } from "../../src/core/console-visitor";
import { CallerLeg } from "./support/caller-leg";
import { sessionStub, WAIT } from "./support/conversation";
import { OperatorClient } from "./support/operator-client";

function guestOf(inviteId: string, expiresAtMs: number | null = null): Partial<ConsoleVisitor> {
  return { role: "operator", label: inviteId, inviteId, invitedAtMs: 0, expiresAtMs };
}

const names = (page: OperatorClient): readonly string[] =>
  page
    .all("presence")
    .at(-1)!
    .operators.map(({ name }) => name);

describe("an invitation that is revoked", () => {
  it("closes its pages, and no other", async () => {
    await CallerLeg.ask("revoked", "Who?");
    const admin = await OperatorClient.join("revoked", { name: "Admin" });
    const kept = await OperatorClient.join("revoked", { visitor: guestOf("kept"), name: "Kept" });
    const gone = await OperatorClient.join("revoked", { visitor: guestOf("gone"), name: "Gone" });
    await evictDurableObject(sessionStub("revoked"), { webSockets: "hibernate" });
    await sessionStub("revoked").refuseInvite("gone", Date.now() + 60_000);
    expect(await gone.isClosed()).toBe(CONSOLE_CLOSE.accessEnded);
    await vi.waitFor(() => expect(names(admin)).toEqual(["Admin", "Kept"]), WAIT);
    expect([admin.closeCode, kept.closeCode]).toEqual([null, null]);
  });

  it("opens no page, which is told why", async () => {
    await sessionStub("kept-out").refuseInvite("gone", Date.now() + 60_000);
    const page = await OperatorClient.open("kept-out", { visitor: guestOf("gone") });
    expect(await page.isClosed()).toBe(CONSOLE_CLOSE.accessEnded);
  });
});

describe("an access that has expired", () => {
  it("closes its page before it says or hears anything more", async () => {
    await CallerLeg.ask("expired", "One?");
    const expiresAtMs = Date.now() + 1_500;
    const talker = await OperatorClient.join("expired", { visitor: guestOf("a", expiresAtMs) });
    const watcher = await OperatorClient.join("expired", { visitor: guestOf("b", expiresAtMs) });
    const admin = await OperatorClient.join("expired", { name: "Admin" });
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(expiresAtMs), WAIT);
    talker.drafts(1, 0, "Too late");
    expect(await talker.isClosed()).toBe(CONSOLE_CLOSE.accessEnded);
    expect(await watcher.isClosed()).toBe(CONSOLE_CLOSE.accessEnded);
    expect(talker.all("draft-accepted")).toEqual([]);
    expect(admin.events.map(({ type }) => type)).not.toContain("reply-begun");
    await vi.waitFor(() => expect(names(admin)).toEqual(["Admin"]), WAIT);
  });

  it("hears nothing of what happens after it", async () => {
    await CallerLeg.ask("deaf", "One?");
    const expiresAtMs = Date.now() + 1_500;
    const watcher = await OperatorClient.join("deaf", { visitor: guestOf("b", expiresAtMs) });
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(expiresAtMs), WAIT);
    await CallerLeg.ask("deaf", "Two?");
    expect(await watcher.isClosed()).toBe(CONSOLE_CLOSE.accessEnded);
    expect(JSON.stringify(watcher.received)).not.toContain("Two?");
  });

  it("hears of nobody who leaves after it", async () => {
    const expiresAtMs = Date.now() + 1_500;
    const watcher = await OperatorClient.join("unaware", { visitor: guestOf("b", expiresAtMs) });
    const admin = await OperatorClient.join("unaware", { name: "Admin" });
    await vi.waitFor(() => expect(names(watcher)).toContain("Admin"), WAIT);
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(expiresAtMs), WAIT);
    admin.leaves();
    expect(await watcher.isClosed()).toBe(CONSOLE_CLOSE.accessEnded);
    expect(names(watcher)).toContain("Admin");
  });
});

describe("the presence", () => {
  it("tells who comes, goes and is called otherwise", async () => {
    const anna = await OperatorClient.join("present", { name: "Anna" });
    const ben = await OperatorClient.join("present", { name: "Ben" });
    await vi.waitFor(() => expect(names(anna)).toEqual(["Anna", "Ben"]), WAIT);
    ben.greets({ name: "Benjamin", afterSequence: 0 });
    await vi.waitFor(() => expect(names(anna)).toEqual(["Anna", "Benjamin"]), WAIT);
    expect(ben.closeCode).toBeNull();
    await evictDurableObject(sessionStub("present"), { webSockets: "hibernate" });
    ben.leaves();
    await vi.waitFor(() => expect(names(anna)).toEqual(["Anna"]), WAIT);
  });
});

/** As if its page had been opened long ago, and been silent since. The object reads that when it wakes. */
async function silence(session: string, name: string): Promise<void> {
  await runInDurableObject(sessionStub(session), (_instance, state) => {
    for (const socket of state.getWebSockets()) {
      const attachment = socket.deserializeAttachment() as { operator?: { name: string } };
      if (attachment.operator?.name === name)
        socket.serializeAttachment({ ...attachment, acceptedAtMs: 0 });
    }
  });
  await evictDurableObject(sessionStub(session), { webSockets: "hibernate" });
}

describe("who has been silent for long", () => {
  it("is left out as soon as anything happens, gets no turn, and is back with a word", async () => {
    const anna = await OperatorClient.join("silent", { name: "Anna" });
    const ben = await OperatorClient.join("silent", { name: "Ben" });
    await silence("silent", "Ben");
    await CallerLeg.ask("silent", "Who?");
    await vi.waitFor(() => expect(names(anna)).toEqual(["Anna"]), WAIT);
    await ben.sees(({ turns }) => turns.length === 1);
    expect(names(ben)).toEqual(["Anna"]);
    await anna.claims(1);
    const give = { type: "hand-over", turnId: 1, toOperatorId: ben.operatorId } as const;
    expect(await anna.does(give)).toMatchObject({ reason: "no-such-operator" });
    ben.says({ type: "typing", turnId: null });
    await vi.waitFor(() => expect(names(anna)).toEqual(["Anna", "Ben"]), WAIT);
    expect(await anna.does(give)).toMatchObject({ type: "done" });
  });

  it("is not who has pinged, though the object slept", async () => {
    const anna = await OperatorClient.join("pinged", { name: "Anna" });
    const ben = await OperatorClient.join("pinged", { name: "Ben" });
    ben.saysText(CONSOLE_PING);
    await vi.waitFor(() => expect(ben.pongCount).toBe(1), WAIT);
    await silence("pinged", "Ben");
    await CallerLeg.ask("pinged", "Who?");
    await ben.sees(({ turns }) => turns.length === 1);
    expect(await anna.claims(1)).toMatchObject({ type: "done" });
    const give = { type: "hand-over", turnId: 1, toOperatorId: ben.operatorId } as const;
    expect(await anna.does(give)).toMatchObject({ type: "done" });
    expect(names(anna)).toEqual(["Anna", "Ben"]);
  });
});

describe("a fault in what pages are told", () => {
  it("closes them, and costs no caller its answer", async () => {
    const first = await CallerLeg.ask("faulty", "One?");
    const page = await OperatorClient.join("faulty");
    page.drafts(1, 0, "On");
    await page.hears("draft-accepted");
    await runInDurableObject(sessionStub("faulty"), (_instance, { storage }) => {
      storage.sql.exec("DROP TABLE prompts");
    });
    const second = await CallerLeg.ask("faulty", "Two?");
    expect(await page.isClosed()).toBe(1011);
    expect(second.all("held")).toHaveLength(1);
    expect(first.all("error")).toEqual([]);
  });
});
