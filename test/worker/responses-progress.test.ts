import { describe, expect, it, vi } from "vitest";
import { textReply } from "../../src/core/turn";
import { WAIT } from "./support/conversation";
import { fetchWorker, post } from "./support/edge";
import { answerWith, call, create } from "./support/responses-client";

/** Longer than any test. */
const FOREVER_MS = 600_000;
const PACE = { firstTokenDelayMs: 0, tokensPerSecond: 50, jitter: 0 };

/** A stream of which a test reads as much as it wants, and the id with which it began. */
async function openStream(session: string) {
  const body = { model: session, input: "Who is there?", stream: true };
  const response = await fetchWorker("/caller/v1/responses", post(body));
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  /** Reads on until there is such a part, or to the end. */
  const readUntil = async (hasIt: (text: string) => boolean = () => false): Promise<string> => {
    while (!hasIt(text)) {
      const { value, done } = await reader.read();
      if (done) break;
      text += value;
    }
    return text;
  };
  await readUntil((start) => start.includes("response.in_progress"));
  const id = /"id":"(resp_[\w-]+)"/.exec(text)?.[1] ?? "";
  return { id, readUntil, leave: () => reader.cancel() };
}

const WAITING = { status: "in_progress", output: [], error: null, usage: null };

describe("a response whose reply is on its way", () => {
  it("is in progress while the reply is late, and cannot be gone on from", async () => {
    const { id, leave } = await openStream("late");
    await answerWith("late", { reply: textReply("A friend.") }, { delayMs: FOREVER_MS });
    expect(await call("GET", id)).toMatchObject([200, { id, ...WAITING }]);
    const next = await create("late", "And now?", { previous_response_id: id });
    expect(next.error).toMatchObject({ code: "previous_response_not_found" });
    await leave();
    expect(await call("GET", id)).toMatchObject([200, WAITING]);
  });

  it("is in progress while an error is late", async () => {
    const { id, leave } = await openStream("late-error");
    const error = { reason: "responder_error", message: "Not today.", status: 400 } as const;
    await answerWith("late-error", { error }, { delayMs: FOREVER_MS });
    expect(await call("GET", id)).toMatchObject([200, WAITING]);
    await leave();
  });

  it("is in progress while the words come", async () => {
    const { id, readUntil, leave } = await openStream("slow");
    const reply = textReply("One two three four five six seven eight nine ten.");
    await answerWith("slow", { reply }, { pace: { ...PACE, tokensPerSecond: 0.5 } });
    await readUntil((start) => start.includes("One"));
    expect(await call("GET", id)).toMatchObject([200, WAITING]);
    await leave();
  });

  it("is what its stream has ended with", async () => {
    const { id, readUntil } = await openStream("ended");
    const reply = textReply("One two three four.");
    await answerWith("ended", { reply }, { delayMs: 50, pace: PACE });
    const end = /event: response.completed\ndata: (.*)/.exec(await readUntil())?.[1] ?? "{}";
    const { response } = JSON.parse(end) as { response: unknown };
    await vi.waitFor(async () => {
      expect(await call("GET", id)).toEqual([200, response]);
    }, WAIT);
  });

  it("has failed once it was cut off, with what has come, and cannot be gone on from", async () => {
    const { id, readUntil } = await openStream("cut");
    await answerWith("cut", { reply: textReply("A friend.") }, { cutAfterChars: 5 });
    expect(await readUntil()).not.toContain("response.completed");
    await vi.waitFor(async () => {
      expect(await call("GET", id)).toMatchObject([
        200,
        {
          status: "failed",
          error: { code: "server_error" },
          output: [{ type: "message", status: "incomplete", content: [{ text: "A fri" }] }],
          usage: null,
        },
      ]);
    }, WAIT);
    const next = await create("cut", "And now?", { previous_response_id: id });
    expect(next.error).toMatchObject({ code: "previous_response_not_found" });
  });

  it("has failed without anything where it was cut off before its first word", async () => {
    const { id, readUntil } = await openStream("cut-at-once");
    await answerWith("cut-at-once", { reply: textReply("A friend.") }, { cutAfterChars: 0 });
    await readUntil();
    await vi.waitFor(async () => {
      expect(await call("GET", id)).toMatchObject([200, { status: "failed", output: [] }]);
    }, WAIT);
  });
});
