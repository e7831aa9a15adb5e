import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { SessionApi } from "../../src/session/session-api";
import { CallerLeg } from "./support/caller-leg";
import { ask, sessionStub, untilStatus, WAIT } from "./support/conversation";

/** An instance keeps this mark for as long as it stays in memory. */
async function markInstance(name: string, mark: string): Promise<void> {
  await runInDurableObject(sessionStub(name), (instance) => {
    (instance as unknown as { mark?: string }).mark = mark;
  });
}

function readMark(name: string): Promise<string | undefined> {
  return runInDurableObject(
    sessionStub(name),
    (instance) => (instance as unknown as { mark?: string }).mark,
  );
}

describe("a held request", () => {
  it("[PAIR-18] is answered after its session hibernated", async () => {
    const asked = ask("hibernated", "Who goes there?", { seat: "caller" });
    await untilStatus("hibernated", "caller-waits");
    await markInstance("hibernated", "before");
    await evictDurableObject(sessionStub("hibernated"), { webSockets: "hibernate" });
    expect(await readMark("hibernated")).toBeUndefined();
    const handshake = await ask("hibernated", "ping", { seat: "responder" });
    expect(handshake.text).toBe("Who goes there?");
    const listening = ask("hibernated", "A friend.", { seat: "responder" });
    expect(await asked).toEqual({ status: 200, text: "A friend.", code: null });
    await untilStatus("hibernated", "responder-waits");
    await sessionStub("hibernated").deleteSession();
    expect(await listening.catch(() => "cut")).not.toMatchObject({
      status: 200,
      text: "A friend.",
    });
  });

  it("[PAIR-18] is answered after its session was aborted and every leg was lost", async () => {
    const asked = ask("aborted", "Still there?", { seat: "caller" });
    await untilStatus("aborted", "caller-waits");
    await runInDurableObject(sessionStub("aborted"), (_instance, state) => {
      state.abort("a fault of the platform");
    }).catch(() => undefined);
    await vi.waitFor(async () => {
      const description = await sessionStub("aborted").describe();
      expect(description?.openTurns).toMatchObject([{ turnId: 1, isCallerAttached: true }]);
    }, WAIT);
    expect((await ask("aborted", "ping", { seat: "responder" })).text).toBe("Still there?");
    await sessionStub("aborted").answerAsOperator({
      replyId: "reply-1",
      target: { turnId: 1 },
      content: { reply: { parts: [{ type: "text", text: "Yes." }], finishReason: "stop" } },
    });
    expect(await asked).toEqual({ status: 200, text: "Yes.", code: null });
  });

  it("[PAIR-18] of a listener gets the next prompt after its session was evicted", async () => {
    const listening = ask("listener", "ping", { seat: "responder" });
    await untilStatus("listener", "responder-waits");
    await evictDurableObject(sessionStub("listener"), { webSockets: "close" });
    await untilStatus("listener", "responder-waits");
    const asked = ask("listener", "What is the password?", { seat: "caller" });
    expect((await listening).text).toBe("What is the password?");
    await sessionStub("listener").answerAsOperator({
      replyId: "reply-1",
      target: "oldest",
      content: { reply: { parts: [{ type: "text", text: "Swordfish." }], finishReason: "stop" } },
    });
    expect((await asked).text).toBe("Swordfish.");
  });

  it("[PAIR-12] whose client leaves is detached as one that left, also where that wakes its session", async () => {
    const caller = await CallerLeg.ask("woken", "Who goes there?");
    await evictDurableObject(sessionStub("woken"), { webSockets: "hibernate" });
    caller.leaves();
    const session: unknown = sessionStub("woken");
    await vi.waitFor(async () => {
      const page = await (session as SessionApi).readTranscript({ afterSequence: 0, limit: 99 });
      const detached = page.events.findLast(({ type }) => type === "hold-detached");
      expect(detached).toMatchObject({ holdId: caller.holdId });
      expect(detached).not.toHaveProperty("isLegLost");
    }, WAIT);
  });
});
