import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../src/core/limits";
import { CallerLeg } from "./support/caller-leg";
import { sessionStub } from "./support/conversation";
import { OperatorClient } from "./support/operator-client";

const PLAYER = { role: "responder", label: "Pia", inviteId: "pia", invitedAtMs: 0 } as const;

/** The whole states and the changes that a page has got, in order. */
const liveTypes = (page: OperatorClient): readonly string[] =>
  page.received.map(({ type }) => type).filter((type) => type.startsWith("live"));

describe("what changes in a session", () => {
  it("comes to a page as a change, and what is asked comes once", async () => {
    const questionText = "Why? ".repeat(500);
    await CallerLeg.ask("changing", questionText);
    const anna = await OperatorClient.join("changing");
    await CallerLeg.ask("changing", "And you?");
    await anna.claims(2);
    await anna.claims(1);
    expect(new Set(liveTypes(anna))).toEqual(new Set(["live", "live-changed"]));
    expect(liveTypes(anna).filter((type) => type === "live")).toHaveLength(1);
    const told = anna.received.filter(({ type }) => type.startsWith("live"));
    expect(told.filter((message) => JSON.stringify(message).includes("Why?"))).toHaveLength(1);
    expect(anna.live?.turns).toMatchObject([
      { turnId: 1, questionText, claimedBy: { name: anna.name } },
      { turnId: 2, questionText: "And you?", claimedBy: { name: anna.name } },
    ]);
  });

  it("is the same for a page that comes in the middle as for one that was there", async () => {
    const caller = await CallerLeg.ask("joined", "One?");
    const anna = await OperatorClient.join("joined");
    anna.drafts(1, 0, "I ");
    await anna.hears("draft-accepted");
    const ben = await OperatorClient.join("joined");
    anna.drafts(1, 2, "am Anna");
    await anna.hears("draft-accepted", ({ acceptedChars }) => acceptedChars === 9);
    await CallerLeg.ask("joined", "Two?");
    await ben.sees(({ turns }) => turns.length === 2);
    expect(ben.live).toEqual(anna.live);
    expect(ben.live?.turns).toMatchObject([{ draftText: "I am Anna" }, { draftText: "" }]);
    const changes = JSON.stringify([...ben.all("live-changed"), ...anna.all("live-changed")]);
    expect(changes).not.toContain("am Anna");
    await anna.replies(1, "I am Anna.");
    expect(await caller.answer()).toBe("I am Anna.");
    expect(ben.live).toEqual(anna.live);
  });

  it("shows a player nothing of what others write, and tells them nothing where only that has changed", async () => {
    await CallerLeg.ask("played-changes", "Who?");
    const player = await OperatorClient.join("played-changes", { visitor: PLAYER });
    const admin = await OperatorClient.join("played-changes", { name: "Admin" });
    await admin.claims(1);
    admin.drafts(1, 0, "I am ");
    await admin.hears("draft-accepted");
    await admin.does({ type: "hand-over", turnId: 1, toOperatorId: null });
    await sessionStub("played-changes").changeSideRequests(false);
    await player.sees(({ answersSideRequests }) => !answersSideRequests);
    expect(liveTypes(player)).toEqual(["live", "live-changed"]);
    expect(JSON.stringify(player.received)).not.toMatch(/I am|Admin/);
  });

  it("comes as the whole state after hibernation, and as changes again from then on", async () => {
    await CallerLeg.ask("woken", "One?");
    const anna = await OperatorClient.join("woken");
    anna.drafts(1, 0, "I ");
    await anna.hears("draft-accepted");
    await evictDurableObject(sessionStub("woken"), { webSockets: "hibernate" });
    anna.drafts(1, 2, "am Anna");
    await anna.hears("draft-accepted", ({ acceptedChars }) => acceptedChars === 9);
    expect(liveTypes(anna)).toEqual(["live", "live-changed"]);
    await CallerLeg.ask("woken", "Two?");
    await anna.sees(({ turns }) => turns.length === 2);
    await anna.claims(2);
    expect(liveTypes(anna).slice(2, 3)).toEqual(["live"]);
    expect(liveTypes(anna).at(-1)).toBe("live-changed");
    expect(anna.live?.turns).toMatchObject([
      { draftText: "I am Anna" },
      { claimedBy: { name: anna.name } },
    ]);
  });

  it("does not come with a draft that is too long, which leaves the turn with whoever has it", async () => {
    await CallerLeg.ask("too-long", "Who?");
    const anna = await OperatorClient.join("too-long");
    await anna.claims(1);
    anna.drafts(1, LIMITS.messageBytesMax, "x");
    const { reason, claimedBy } = await anna.hears("draft-refused");
    expect([reason, claimedBy]).toMatchObject(["reply-rejected", { name: anna.name }]);
    expect(anna.live?.turns).toMatchObject([{ claimedBy: { name: anna.name } }]);
  });
});
