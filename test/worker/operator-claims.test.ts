import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { CallerLeg } from "./support/caller-leg";
import { sessionStub } from "./support/conversation";
import { OperatorClient, replyOf, type CommandWithoutId } from "./support/operator-client";

async function joinTwo(session: string): Promise<readonly [OperatorClient, OperatorClient]> {
  const anna = await OperatorClient.join(session, { name: "Anna" });
  const ben = await OperatorClient.join(session, { name: "Ben" });
  return [anna, ben];
}

function give(toOperatorId: string | null): CommandWithoutId {
  return { type: "hand-over", turnId: 1, toOperatorId };
}

describe("a claim", () => {
  it("[PAIR-16] is seen by all, and refused to another until they take it over", async () => {
    await CallerLeg.ask("claimed", "Who?");
    const [anna, ben] = await joinTwo("claimed");
    expect(await anna.claims(1)).toMatchObject({ type: "done", turnId: 1 });
    await ben.sees(({ turns }) => turns[0]?.claimedBy?.name === "Anna");
    expect(await ben.claims(1)).toMatchObject({
      type: "refused",
      reason: "claimed",
      claimedBy: { operatorId: anna.operatorId, name: "Anna" },
    });
    expect(await ben.claims(1, true)).toMatchObject({ type: "done", turnId: 1 });
    await anna.sees(({ turns }) => turns[0]?.claimedBy?.name === "Ben");
    const claims = anna.events.filter(({ type }) => type === "turn-claimed");
    expect(claims).toMatchObject([{ claimant: { name: "Anna" } }, { claimant: { name: "Ben" } }]);
  });

  it("that is repeated after a reconnect is done again, and recorded once", async () => {
    await CallerLeg.ask("again", "Who?");
    const anna = await OperatorClient.join("again", { name: "Anna" });
    const claim = { type: "claim", target: { turnId: 1 }, isTakeOver: false } as const;
    const commandId = anna.nextCommandId();
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect(await anna.does(claim, commandId)).toMatchObject({ type: "done", turnId: 1 });
    expect(anna.events.filter(({ type }) => type === "turn-claimed")).toHaveLength(1);
  });

  it("[PAIR-16] stays with who is away, and outlasts hibernation", async () => {
    await CallerLeg.ask("away", "Who?");
    const [anna, ben] = await joinTwo("away");
    await anna.claims(1);
    anna.leaves();
    await ben.hears(
      "presence",
      ({ operators }) => operators.length === 1 && ben.closeCode === null,
    );
    await evictDurableObject(sessionStub("away"), { webSockets: "hibernate" });
    expect(await ben.replies(1, "Me.")).toMatchObject({ type: "refused", reason: "claimed" });
  });

  it("is handed over to who is here, or to nobody, by whose it is", async () => {
    await CallerLeg.ask("handed", "Who?");
    const [anna, ben] = await joinTwo("handed");
    await anna.claims(1);
    expect(await ben.does(give(null))).toMatchObject({ type: "refused", reason: "claimed" });
    expect(await anna.does(give("nobody-here"))).toMatchObject({
      type: "refused",
      reason: "no-such-operator",
    });
    expect(await anna.does(give(ben.operatorId))).toMatchObject({ type: "done", turnId: 1 });
    await anna.sees(({ turns }) => turns[0]?.claimedBy?.name === "Ben");
    // The answer was lost with the connection, so the page asks again.
    expect(await anna.does(give(ben.operatorId))).toMatchObject({ type: "done" });
    expect(await ben.does(give(null))).toMatchObject({ type: "done" });
    await anna.sees(({ turns }) => turns[0]?.claimedBy === null);
  });
});

describe("an answer", () => {
  it("[PAIR-16] of two that are sent at once is one, and the other is told why", async () => {
    const caller = await CallerLeg.ask("race", "Who is first?");
    const [anna, ben] = await joinTwo("race");
    const answers = await Promise.all([anna.replies(1, "Anna."), ben.replies(1, "Ben.")]);
    expect(answers.map(({ type }) => type).toSorted()).toEqual(["done", "refused"]);
    expect(answers.find(({ type }) => type === "refused")).toMatchObject({
      reason: "already-answered",
    });
    const winner = answers[0]?.type === "done" ? "Anna." : "Ben.";
    expect(await caller.answer()).toBe(winner);
  });

  it("[PAIR-16] to an unclaimed turn claims it, and to another's is refused", async () => {
    await CallerLeg.ask("whose", "Who?");
    const second = await CallerLeg.ask("whose", "And this?");
    const [anna, ben] = await joinTwo("whose");
    await anna.claims(1);
    expect(await ben.replies(1, "Ben.")).toMatchObject({
      type: "refused",
      reason: "claimed",
      claimedBy: { name: "Anna" },
    });
    expect(await ben.replies(2, "Ben.")).toMatchObject({ type: "done", turnId: 2 });
    expect(anna.events).toContainEqual(
      expect.objectContaining({ type: "turn-claimed", turnId: 2 }) as unknown,
    );
    expect(await second.answer()).toBe("Ben.");
  });

  it("that is sent again is done once", async () => {
    const caller = await CallerLeg.ask("repeated", "Who?");
    const anna = await OperatorClient.join("repeated");
    const first = await anna.replies(1, "Anna.", "the-same-reply");
    expect(await anna.replies(1, "Anna.", "the-same-reply")).toEqual(first);
    expect(await caller.answer()).toBe("Anna.");
    caller.says({ type: "delivered" });
    await anna.sees(({ turns }) => turns.length === 0);
    expect(await anna.replies(1, "Anna.", "the-same-reply")).toEqual(first);
    expect(await anna.replies(1, "Another.")).toMatchObject({ reason: "already-answered" });
    expect(await anna.replies(7, "Nobody asked.")).toMatchObject({ reason: "no-such-turn" });
  });

  it("[PAIR-10] that is not what the caller demands is refused with its place", async () => {
    const body = { response_format: { type: "json_object" } };
    const caller = await CallerLeg.ask("demanding", "As JSON?", { body });
    const anna = await OperatorClient.join("demanding");
    expect(await anna.replies(1, "No JSON")).toMatchObject({
      type: "refused",
      reason: "reply-rejected",
      place: { kind: "text" },
      detail: expect.stringContaining("JSON object") as unknown,
    });
    const unchecked = { ...replyOf({ turnId: 1 }, "No JSON"), isUnchecked: true };
    expect(await anna.does(unchecked)).toMatchObject({ type: "done" });
    expect(await caller.answer()).toBe("No JSON");
  });

  it("with several tool calls gives each an id of its own, and its arguments byte for byte", async () => {
    const parameters = { type: "object", properties: { city: { type: "string" } } };
    const tools = [{ type: "function", function: { name: "get_weather", parameters } }];
    const caller = await CallerLeg.ask("calls", "Where is it warm?", { body: { tools } });
    const anna = await OperatorClient.join("calls");
    const inputs = ['{"city": "Oslo"}', '{ "city":"Kyōto" }'];
    const parts = inputs.map((input) => ({
      type: "tool-call" as const,
      toolName: "get_weather",
      input,
    }));
    const content = { parts, finishReason: "tool-calls" as const };
    expect(await anna.does({ ...replyOf({ turnId: 1 }, ""), content })).toMatchObject({
      type: "done",
    });
    const { events } = await caller.hears("resolve");
    const calls = events.filter((event) => event.type === "tool-call");
    expect(calls.map(({ input }) => input)).toEqual(inputs);
    expect(new Set(calls.map(({ toolCallId }) => toolCallId)).size).toBe(2);
    expect(calls[0]?.toolCallId).toMatch(/^call_[0-9a-f]{32}$/);
  });

  it("can be an error, late, paced or cut", async () => {
    const error = { status: 429, message: "Too fast.", retryAfterSeconds: 7 };
    const delivery = { delayMs: 5, pace: null, cutAfterChars: null };
    const limited = await CallerLeg.ask("faults", "One?");
    const cut = await CallerLeg.ask("faults", "Two?");
    const anna = await OperatorClient.join("faults");
    await anna.does({ ...replyOf({ turnId: 1 }, ""), content: { error }, delivery });
    expect(await limited.hears("error")).toEqual({
      type: "error",
      delayMs: 5,
      error: { reason: "responder_error", status: 429, message: "Too fast.", retryAfterSeconds: 7 },
    });
    const pace = { firstTokenDelayMs: 1, tokensPerSecond: 20, jitter: 0 };
    const broken = { delayMs: 0, pace, cutAfterChars: 3 };
    await anna.does({ ...replyOf({ turnId: 2 }, "Half of it."), delivery: broken });
    expect((await cut.hears("resolve")).delivery).toEqual(broken);
  });
});
