import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Pace } from "../../core/reply-delivery";
import type { ReplyEvent } from "../../core/turn";
import { PacedReply } from "./paced-reply";

/** A token is one of these words with its blank, and takes 100 ms. */
const PACE: Pace = { firstTokenDelayMs: 1_000, tokensPerSecond: 10, jitter: 0 };
const CALL: ReplyEvent = { type: "tool-call", toolCallId: "1", toolName: "look", input: "{}" };

function text(words: string): ReplyEvent {
  return { type: "text-delta", text: words };
}

function startReply() {
  const out: string[] = [];
  const reply = new PacedReply({
    write: (event) => out.push("text" in event ? event.text : event.type),
    random: () => 0.5,
  });
  let isDrained = false;
  return {
    reply,
    out,
    isDrained: async () => {
      void reply.drained().finally(() => {
        isDrained = true;
      });
      await vi.advanceTimersByTimeAsync(0);
      return isDrained;
    },
  };
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

describe("a reply without a pace", () => {
  it("is out at once, as it was given", async () => {
    const { reply, out, isDrained } = startReply();
    reply.add(text("One two."), null);
    reply.add(CALL, null);
    expect(out).toEqual(["One two.", "tool-call"]);
    expect([reply.isIdle, await isDrained()]).toEqual([true, true]);
  });
});

describe("a paced reply", () => {
  it("begins after the first token's delay, and then has a piece for each token's time", async () => {
    const { reply, out, isDrained } = startReply();
    reply.add(text("One two six"), PACE);
    await pass(999);
    expect(out).toEqual([]);
    await pass(1);
    expect(out).toEqual(["One"]);
    await pass(100);
    expect([out.join(""), await isDrained()]).toEqual(["One two", false]);
    await pass(100);
    expect([out.join(""), await isDrained()]).toEqual(["One two six", true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("keeps the order of what is added while it is let out", async () => {
    const { reply, out } = startReply();
    reply.add(text("One two"), PACE);
    reply.add(text(" and all at once"), null);
    reply.add(CALL, PACE);
    await pass(1_000);
    reply.add(text(" end"), PACE);
    expect(out.join("")).toBe("One");
    await pass(100);
    expect(out).toEqual(["One", " two", " and all at once", "tool-call"]);
    await pass(100);
    expect(out.at(-1)).toBe(" end");
  });

  it("waits for no first token where it goes on", async () => {
    const { reply, out } = startReply();
    reply.add(text("One"), null);
    await pass(5_000);
    reply.add(text(" two"), PACE);
    await pass(99);
    expect(out).toEqual(["One"]);
    await pass(1);
    expect(out).toEqual(["One", " two"]);
  });

  it("paces a refusal like a text", async () => {
    const { reply, out } = startReply();
    reply.add({ type: "refusal-delta", text: "No no" }, PACE);
    await pass(1_000);
    expect(out).toEqual(["No"]);
  });

  it("lets nothing more out where it is stopped", async () => {
    const { reply, out, isDrained } = startReply();
    reply.add(text("One two six"), PACE);
    await pass(1_000);
    reply.stop();
    await pass(60_000);
    expect([out, await isDrained(), vi.getTimerCount()]).toEqual([["One"], true, 0]);
  });

  it("ends at the limit of its text, and is done then", async () => {
    const { reply, out, isDrained } = startReply();
    reply.add(text("One two six"), PACE);
    reply.limitText(5);
    await pass(1_000);
    expect(await isDrained()).toBe(false);
    await pass(100);
    expect([out.join(""), await isDrained(), vi.getTimerCount()]).toEqual(["One t", true, 0]);
  });

  it("is done at once where more than the limit is out already", async () => {
    const { reply, out, isDrained } = startReply();
    reply.add(text("One two six"), PACE);
    await pass(1_000);
    reply.limitText(2);
    expect([out, await isDrained(), vi.getTimerCount()]).toEqual([["One"], true, 0]);
  });
});
