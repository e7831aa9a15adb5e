import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { CallerLeg } from "./support/caller-leg";
import { sessionStub } from "./support/conversation";
import { fetchWorker, post } from "./support/edge";
import { OperatorClient } from "./support/operator-client";

describe("a draft", () => {
  it("[PAIR-20] reaches its caller piece by piece, and the reply begins with it", async () => {
    const caller = await CallerLeg.ask("typed", "Who goes there?");
    const anna = await OperatorClient.join("typed");
    await anna.claims(1);
    anna.says({ type: "typing", turnId: 1 });
    await caller.hears("typing");
    expect(caller.draftText).toBe("");
    anna.drafts(1, 0, "A friend ");
    await anna.hears("draft-accepted", ({ acceptedChars }) => acceptedChars === 9);
    anna.drafts(1, 9, "of yours");
    await anna.hears("draft-accepted", ({ acceptedChars }) => acceptedChars === 17);
    await caller.hears("draft", ({ startChars }) => startChars === 9);
    expect(caller.draftText).toBe("A friend of yours");
    expect(await anna.replies(1, "A foe.")).toMatchObject({
      type: "refused",
      reason: "differs-from-draft",
      acceptedText: "A friend of yours",
    });
    expect(await anna.replies(1, "A friend of yours.")).toMatchObject({ type: "done" });
    expect(await caller.answer()).toBe("A friend of yours.");
    expect(anna.events.filter(({ type }) => type === "reply-begun")).toHaveLength(1);
  });

  it("is streamed by the Worker while it is written", async () => {
    const body = {
      model: "streamed",
      stream: true,
      messages: [{ role: "user", content: "Who goes there?" }],
    };
    const asked = fetchWorker("/caller/v1/chat/completions", post(body));
    const anna = await OperatorClient.join("streamed");
    await anna.sees(({ turns }) => turns.length === 1);
    anna.drafts(1, 0, "A friend ");
    const reader = (await asked).body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("A friend ")) text += (await reader.read()).value ?? "";
    // Only now is the reply whole.
    expect(anna.live?.turns).toMatchObject([{ draftText: "A friend " }]);
    anna.drafts(1, 9, "of yours");
    await anna.replies(1, "A friend of yours.");
    for (let read = await reader.read(); !read.done; read = await reader.read()) text += read.value;
    const deltas = text.split("\n\n").flatMap((frame) => {
      if (!frame.startsWith("data: {")) return [];
      const chunk = JSON.parse(frame.slice(6)) as {
        choices: { delta: { content?: string } }[];
      };
      return chunk.choices[0]?.delta.content ?? [];
    });
    expect(deltas.length).toBeGreaterThan(1);
    expect(deltas.join("")).toBe("A friend of yours.");
  });

  it("is seen by the others, and sends nothing else for a keystroke", async () => {
    await CallerLeg.ask("watched", "Who?");
    const anna = await OperatorClient.join("watched", { name: "Anna" });
    const ben = await OperatorClient.join("watched", { name: "Ben" });
    anna.drafts(1, 0, "I am ");
    await ben.sees(({ turns }) => turns[0]?.draftText === "I am ");
    expect(ben.live?.turns).toMatchObject([{ claimedBy: { name: "Anna" } }]);
    const [annasBefore, bensBefore] = [anna.received.length, ben.received.length];
    anna.drafts(1, 5, "A");
    anna.drafts(1, 6, "nna");
    await ben.hears("draft", ({ startChars }) => startChars === 6);
    await anna.hears("draft-accepted", ({ acceptedChars }) => acceptedChars === 9);
    expect(ben.received.slice(bensBefore)).toEqual([
      { type: "draft", turnId: 1, startChars: 5, text: "A" },
      { type: "draft", turnId: 1, startChars: 6, text: "nna" },
    ]);
    expect(anna.received.slice(annasBefore)).toEqual([
      { type: "draft-accepted", turnId: 1, acceptedChars: 6 },
      { type: "draft-accepted", turnId: 1, acceptedChars: 9 },
    ]);
    const late = await OperatorClient.join("watched");
    expect(late.live?.turns).toMatchObject([{ draftText: "I am Anna" }]);
  });

  it("[PAIR-18] [PAIR-20] outlasts an eviction: the page goes on, and the caller gets the whole again", async () => {
    const caller = await CallerLeg.ask("draft evicted", "Who goes there?");
    const anna = await OperatorClient.join("draft evicted");
    anna.drafts(1, 0, "A friend ");
    await anna.hears("draft-accepted");
    await evictDurableObject(sessionStub("draft evicted"), { webSockets: "close" });
    await caller.comesBack();
    const again = await OperatorClient.join("draft evicted", { secret: anna.secret });
    const { operatorId } = anna;
    expect(again.live?.turns).toMatchObject([
      { draftText: "A friend ", claimedBy: { operatorId }, isCallerAttached: true },
    ]);
    // What was not confirmed is sent again, with what is known already before it.
    again.drafts(1, 2, "friend of yours");
    await again.hears("draft-accepted", ({ acceptedChars }) => acceptedChars === 17);
    expect(caller.draftText).toBe("A friend of yours");
    await again.replies(1, "A friend of yours.");
    expect(await caller.answer()).toBe("A friend of yours.");
  });

  it("goes on after hibernation", async () => {
    const caller = await CallerLeg.ask("dozed", "Who goes there?");
    const anna = await OperatorClient.join("dozed");
    anna.drafts(1, 0, "A fri");
    await anna.hears("draft-accepted");
    await evictDurableObject(sessionStub("dozed"), { webSockets: "hibernate" });
    anna.drafts(1, 5, "end");
    await anna.hears("draft-accepted", ({ acceptedChars }) => acceptedChars === 8);
    expect(caller.draftText).toBe("A friend");
  });

  it.each([
    ["that leaves something out", 4, "end", "gap", "A f"],
    ["that says something else", 0, "A x", "differs-from-draft", "A f"],
  ])("%s is refused", async (what, startChars, text, reason, acceptedText) => {
    const name = `refused ${what}`;
    const caller = await CallerLeg.ask(name, "Who goes there?");
    const anna = await OperatorClient.join(name);
    anna.drafts(1, 0, "A f");
    anna.drafts(1, startChars, text);
    const refused = await anna.hears("draft-refused");
    expect(refused).toMatchObject({ reason, acceptedText, claimedBy: { name: anna.name } });
    expect(caller.draftText).toBe("A f");
  });

  it("[PAIR-16] on another's turn is refused, with what has gone", async () => {
    const caller = await CallerLeg.ask("others", "Who goes there?");
    const anna = await OperatorClient.join("others", { name: "Anna" });
    const ben = await OperatorClient.join("others", { name: "Ben" });
    anna.drafts(1, 0, "A friend");
    await anna.hears("draft-accepted");
    ben.drafts(1, 0, "A foe");
    expect(await ben.hears("draft-refused")).toMatchObject({
      reason: "claimed",
      acceptedText: "A friend",
      claimedBy: { name: "Anna" },
    });
    await ben.claims(1, true);
    ben.drafts(1, 8, "ly ghost");
    await ben.hears("draft-accepted");
    expect(caller.draftText).toBe("A friendly ghost");
    anna.drafts(1, 8, " of yours");
    expect(await anna.hears("draft-refused")).toMatchObject({
      reason: "claimed",
      acceptedText: "A friendly ghost",
    });
  });

  it.each([
    ["does not stream", { isStream: false }, { isStream: false, canDraft: false }],
    [
      "demands JSON",
      { body: { response_format: { type: "json_object" } } },
      { isStream: true, canDraft: false },
    ],
  ])("[PAIR-20] is refused where the caller %s", async (what, options, live) => {
    const caller = await CallerLeg.ask(what, "Who goes there?", options);
    const anna = await OperatorClient.join(what);
    expect(anna.live?.turns).toMatchObject([live]);
    anna.drafts(1, 0, "{");
    expect((await anna.hears("draft-refused")).reason).toBe("no-draft");
    expect(caller.all("draft")).toEqual([]);
  });
});

describe("a typing mark", () => {
  it("tells the caller once, and others each time", async () => {
    const caller = await CallerLeg.ask("marked", "Who?");
    const anna = await OperatorClient.join("marked", { name: "Anna" });
    const ben = await OperatorClient.join("marked", { name: "Ben" });
    const isTypingAt = (turnId: number | null) =>
      ben.hears("presence", ({ operators }) =>
        operators.some(({ name, typingTurnId }) => name === "Anna" && typingTurnId === turnId),
      );
    anna.says({ type: "typing", turnId: 1 });
    await isTypingAt(1);
    anna.says({ type: "typing", turnId: null });
    anna.says({ type: "typing", turnId: 1 });
    anna.drafts(1, 0, "I");
    await caller.hears("draft");
    const marks = ben
      .all("presence")
      .map(({ operators }) => operators.find(({ name }) => name === "Anna")?.typingTurnId);
    expect(marks).toEqual([null, 1, null, 1]);
    expect(caller.all("typing")).toHaveLength(1);
  });

  it("of somebody else than the claimant does not reach the caller", async () => {
    const caller = await CallerLeg.ask("quiet", "Who?");
    const anna = await OperatorClient.join("quiet");
    const ben = await OperatorClient.join("quiet");
    await anna.claims(1);
    ben.says({ type: "typing", turnId: 1 });
    anna.drafts(1, 0, "I");
    await caller.hears("draft");
    expect(caller.all("typing")).toEqual([]);
  });
});
