import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { CONSOLE_CLOSE } from "../../src/console-protocol/identity";
import { INVITE_USES_MAX, InviteStore } from "../../src/session/invite-store";
import { sessionStub, WAIT } from "./support/conversation";
import { CallerLeg } from "./support/caller-leg";
import { fetchAs, mint, revoke, say, statusAndCode, untilSession } from "./support/guests";

const UPGRADE = { Upgrade: "websocket" };
const LONG_AGO_MS = 10 * 60_000;

/** Notes further sessions, until there are so many, all of them used at a time. */
async function fillUses(
  home: string,
  inviteId: string,
  { count = INVITE_USES_MAX, usedAtMs }: { readonly count?: number; readonly usedAtMs: number },
): Promise<void> {
  await runInDurableObject(sessionStub(home), (_instance, { storage }) => {
    const store = new InviteStore(storage);
    for (let number = store.usesOf(inviteId, count).length; number < count; number += 1)
      expect(store.noteUse(inviteId, `filler-${number}`, usedAtMs)).toBe(true);
  });
}

/** So that a revocation has less to do. */
async function forgetFillers(home: string, inviteId: string): Promise<void> {
  const uses = await usesOf(home, inviteId);
  const sessionNames = uses.filter((name) => name.startsWith("filler-"));
  const usedBeforeMs = Number.MAX_SAFE_INTEGER;
  await sessionStub(home).forgetInviteUses(inviteId, { sessionNames, usedBeforeMs });
}

async function noteAsOld(home: string, inviteId: string, sessionName: string): Promise<void> {
  const uses = { sessionNames: [sessionName], usedBeforeMs: Number.MAX_SAFE_INTEGER };
  await sessionStub(home).forgetInviteUses(inviteId, uses);
  await runInDurableObject(sessionStub(home), (_instance, { storage }) => {
    new InviteStore(storage).noteUse(inviteId, sessionName, Date.now() - LONG_AGO_MS);
  });
}

function usesOf(home: string, inviteId: string): Promise<readonly string[]> {
  return runInDurableObject(sessionStub(home), (_instance, { storage }) => [
    ...new InviteStore(storage).usesOf(inviteId, INVITE_USES_MAX * 2),
  ]);
}

async function openSocket(token: string, session: string): Promise<WebSocket> {
  const { response } = await fetchAs(token, `/sessions/${session}/socket`, { headers: UPGRADE });
  if (response.webSocket === null) throw new Error(`No socket: ${response.status}.`);
  response.webSocket.accept();
  return response.webSocket;
}

function closeCodeOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.addEventListener("close", ({ code }) => resolve(code), { once: true });
  });
}

describe("the sessions that an invitation by pattern was used in", () => {
  it("are noted up to a limit, however many names its guest tries, and none is missed that holds something", async () => {
    const { token, invite } = await mint("cove-*", { role: "responder", sessions: "cove-*" });
    const sockets = [await openSocket(token, "cove-held")];
    await noteAsOld("cove-*", invite, "cove-held");
    // With it as many as are asked at a time whether they are done.
    await fillUses("cove-*", invite, { count: 10, usedAtMs: Date.now() - LONG_AGO_MS });
    await fillUses("cove-*", invite, { usedAtMs: Date.now() });
    const names = Array.from({ length: 9 }, (_, number) => `cove-${number}`);
    for (const name of names) sockets.push(await openSocket(token, name));
    const uses = await usesOf("cove-*", invite);
    expect(uses).toHaveLength(INVITE_USES_MAX);
    expect(["cove-held", ...names].filter((name) => !uses.includes(name))).toEqual([]);
    // Of all that are old enough to be asked, the one that is left is in use.
    const next = fetchAs(token, "/sessions/cove-next/socket", { headers: UPGRADE });
    expect(await statusAndCode(next)).toEqual([429, "too_many_sessions"]);
    await forgetFillers("cove-*", invite);
    const closed = sockets.map(closeCodeOf);
    expect(await revoke("cove-*", invite)).toBe(204);
    expect(await Promise.all(closed)).toEqual(sockets.map(() => CONSOLE_CLOSE.accessEnded));
    expect(await usesOf("cove-*", invite)).toEqual([]);
  });

  it("are as many as there may be for a while after each was tried, and the next is told when to come again", async () => {
    const { token, invite } = await mint("quay-*", { role: "caller", sessions: "quay-*" });
    await fillUses("quay-*", invite, { usedAtMs: Date.now() });
    const body = { model: "quay-next", messages: [{ role: "user", content: "Anybody?" }] };
    const refused = await fetchAs(token, "/v1/chat/completions", {
      method: "POST",
      body: JSON.stringify(body),
    });
    expect(refused.response.headers.get("retry-after")).toBe("60");
    expect(await statusAndCode(refused)).toEqual([429, "too_many_sessions"]);
    expect(await usesOf("quay-*", invite)).toHaveLength(INVITE_USES_MAX);
    expect(await sessionStub("quay-next").describe()).toBeNull();
  });

  it("stay noted where they are used again while they are asked whether they are done", async () => {
    const { invite } = await mint("mole-*", { role: "caller", sessions: "mole-*" });
    const home = sessionStub("mole-*");
    await fillUses("mole-*", invite, { usedAtMs: Date.now() - LONG_AGO_MS });
    const full = await home.useInvite(invite, "mole-next");
    if (full.kind !== "full") throw new Error(`It is ${full.kind}.`);
    const [again, ...others] = full.review.sessionNames;
    expect(await home.useInvite(invite, again!)).toEqual({ kind: "noted" });
    await home.forgetInviteUses(invite, full.review);
    const uses = await usesOf("mole-*", invite);
    expect(uses).toContain(again);
    expect(uses.filter((name) => others.includes(name))).toEqual([]);
  });

  it("are in use while they hold a page or a request, or a request whose leg may come back", async () => {
    const { token, invite } = await mint("pier-*", { role: "responder", sessions: "pier-*" });
    const isInUse = () => sessionStub("pier-1").isInviteInUse(invite);
    expect(await isInUse()).toBe(false);
    const page = await openSocket(token, "pier-1");
    expect(await isInUse()).toBe(true);
    const closed = closeCodeOf(page);
    page.close(1000, "left");
    await closed;
    expect(await isInUse()).toBe(false);
    const listening = say(token, "pier-1", "I am here.");
    await untilSession("pier-1", "responder-waits");
    expect(await isInUse()).toBe(true);
    expect(await sessionStub("pier-1").isInviteInUse("another")).toBe(false);
    await revoke("pier-*", invite);
    expect(await listening).toBe("401 access_revoked");
    // A leg alone says whose a request is, so that a lost one may be anybody's.
    const asked = await CallerLeg.ask("pier-2", "Who is lost?");
    const isLostInUse = () => sessionStub("pier-2").isInviteInUse(invite);
    expect(await isLostInUse()).toBe(false);
    asked.leaves();
    await vi.waitFor(async () => expect(await isLostInUse()).toBe(true), WAIT);
  });
});
