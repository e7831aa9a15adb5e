import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { CONSOLE_CLOSE } from "../../src/console-protocol/identity";
import { CallerLeg } from "./support/caller-leg";
import { sessionStub } from "./support/conversation";
import { OperatorClient, secretOf, type OperatorOptions } from "./support/operator-client";

const GUEST: OperatorOptions["visitor"] = { role: "operator", inviteId: "i1", invitedAtMs: 0 };

/** Anna has begun an answer, and is away; whoever was there has been told by which id it is hers. */
async function leaveTurn(session: string) {
  const caller = await CallerLeg.ask(session, "Who goes there?");
  const anna = await OperatorClient.join(session, { name: "Anna" });
  anna.drafts(1, 0, "A friend");
  await anna.hears("draft-accepted");
  const ben = await OperatorClient.join(session, { name: "Ben" });
  anna.leaves();
  await ben.hears("presence", ({ operators }) => operators.length === 1);
  return { caller, anna, ben };
}

async function expectNoWay(page: OperatorClient, caller: CallerLeg): Promise<void> {
  const refused = { type: "refused", reason: "claimed", claimedBy: { name: "Anna" } };
  page.drafts(1, 8, " of mine");
  expect(await page.hears("draft-refused")).toMatchObject({ ...refused, type: "draft-refused" });
  expect(await page.replies(1, "A friend of mine.")).toMatchObject(refused);
  expect(await page.claims(1)).toMatchObject(refused);
  const handOver = { type: "hand-over", turnId: 1, toOperatorId: null } as const;
  expect(await page.does(handOver)).toMatchObject(refused);
  expect(caller.draftText).toBe("A friend");
}

describe("an operator's identity", () => {
  it("[PAIR-16] is of no use to who was told it: their draft, answer, claim and hand-over are refused", async () => {
    const { caller, anna, ben } = await leaveTurn("posed");
    const { claimedBy } = ben.live!.turns[0]!;
    expect(claimedBy).toEqual({ operatorId: anna.operatorId, name: "Anna" });
    const poser = await OperatorClient.join("posed", { secret: anna.operatorId, name: "Anna" });
    expect(poser.operatorId).not.toBe(anna.operatorId);
    await expectNoWay(poser, caller);
    // On the socket that is open already it is of no more use.
    ben.greets({ secret: anna.operatorId, name: "Anna" });
    await ben.hears("welcome", ({ operator }) => operator.operatorId === poser.operatorId);
    await expectNoWay(ben, caller);
  });

  it("[PAIR-16] is not taken without a trace: whoever wants the turn takes it over", async () => {
    const { anna, ben } = await leaveTurn("traced");
    const poser = await OperatorClient.join("traced", { secret: anna.operatorId, name: "Anna" });
    expect(await poser.claims(1, true)).toMatchObject({ type: "done" });
    const claims = ben.events.filter(({ type }) => type === "turn-claimed");
    expect(claims).toMatchObject([
      { claimant: { operatorId: anna.operatorId } },
      { claimant: { operatorId: poser.operatorId } },
    ]);
  });

  it("comes back with its secret, and goes on", async () => {
    const { caller, anna } = await leaveTurn("returned");
    const again = await OperatorClient.join("returned", { secret: anna.secret, name: "Anna" });
    expect(again.operatorId).toBe(anna.operatorId);
    expect(await again.replies(1, "A friend of yours.")).toMatchObject({ type: "done" });
    expect(await caller.answer()).toBe("A friend of yours.");
  });

  it("is another with the same secret and another access, and closes nobody's page", async () => {
    const { caller, anna } = await leaveTurn("copied");
    const again = await OperatorClient.join("copied", { secret: anna.secret, name: "Anna" });
    const guest = await OperatorClient.join("copied", { secret: anna.secret, visitor: GUEST });
    expect(guest.operatorId).not.toBe(anna.operatorId);
    await expectNoWay(guest, caller);
    expect(again.closeCode).toBeNull();
  });

  it("has a secret that is told nobody, and kept nowhere", async () => {
    const { anna, ben } = await leaveTurn("kept-to-itself");
    await OperatorClient.join("kept-to-itself", { secret: anna.secret, name: "Anna" });
    await ben.hears("presence", ({ operators }) => operators.length === 2);
    const kept = await runInDurableObject(sessionStub("kept-to-itself"), (_instance, state) => {
      const { sql } = state.storage;
      const tables = sql.exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' AND type = 'table'",
      );
      const rows = [...tables].map(({ name }) => sql.exec(`SELECT * FROM "${name}"`).toArray());
      const attachments = state
        .getWebSockets()
        .map((socket) => socket.deserializeAttachment() as unknown);
      return JSON.stringify([rows, attachments]);
    });
    expect(kept).toContain(anna.operatorId);
    expect(kept).not.toContain(anna.secret);
    expect(JSON.stringify([anna.received, ben.received])).not.toContain(anna.secret);
  });

  it.each([
    ["that can be guessed", "operator-1"],
    ["of other characters", `${secretOf("other")} `],
  ])("is not made of a secret %s", async (what, secret) => {
    const page = await OperatorClient.open(`weak ${what}`, { secret });
    page.greets();
    expect(await page.isClosed()).toBe(CONSOLE_CLOSE.badMessage);
  });

  it("is not what a page of an earlier version says it is, which has to be loaded again", async () => {
    const page = await OperatorClient.open("earlier");
    const hello = { type: "hello", protocolVersion: 1, operatorId: "some-page", name: "Anna" };
    page.saysText(JSON.stringify({ ...hello, afterSequence: null }));
    expect(await page.isClosed()).toBe(CONSOLE_CLOSE.outdated);
  });
});
