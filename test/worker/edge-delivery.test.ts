import { describe, expect, it } from "vitest";
import { LEG_CLOSE } from "../../src/core/leg";
import type { Pace } from "../../src/core/reply-delivery";
import { askHeld, type HeldQuestion } from "./support/held-question";
import { deltasOf, deltasOfCut, readUntil } from "./support/streams";

/** Beats in quick succession, so that a test waits for none. */
const QUICK = {
  OPEN_LOCAL: "1",
  LOG_LEVEL: "off",
  COMMIT_DELAY: "0.02",
  HEARTBEAT_INTERVAL: "0.05",
};
/** The headers wait for the reply. */
const PATIENT = { ...QUICK, COMMIT_DELAY: "25" };
/** A word takes 50 ms. */
const PACE: Pace = { firstTokenDelayMs: 100, tokensPerSecond: 20, jitter: 0 };
/** Longer than any test takes. */
const FOREVER_MS = 600_000;

const ask = ({ stream = true, variables = QUICK } = {}): Promise<HeldQuestion> =>
  askHeld({ stream, variables });

describe("a late reply", () => {
  it.each([true, false])(
    "comes after its delay, behind heartbeats (stream: %s)",
    async (stream) => {
      const { session, answer } = await ask({ stream });
      session.answers("Late.", { delayMs: 200 });
      const { response, settled } = await answer;
      const text = await response.text();
      expect(text).toMatch(stream ? /: keep-alive\n\n.*Late\./s : /^ +\{.*Late\./s);
      await settled();
      expect(session.receivedTypes()).toEqual(["open", "delivered"]);
    },
  );

  it("[PAIR-12] is not for a client that leaves meanwhile", async () => {
    const { session, answer } = await ask();
    session.answers("Too late.", { delayMs: FOREVER_MS });
    const { response, settled } = await answer;
    await response.body!.cancel();
    expect(await session.isClosed()).toBe(LEG_CLOSE.clientLeft);
    await settled();
    expect(session.receivedTypes()).toEqual(["open"]);
  });

  it("[PAIR-18] comes though the leg is lost meanwhile, and is confirmed over a new one", async () => {
    const { session, answer } = await ask();
    session.answers("Late.", { delayMs: 300 });
    const { response, settled } = await answer;
    const text = response.text();
    session.losesLeg();
    await session.hasReceived("attach");
    session.answers("Late.", { delayMs: 300 });
    expect(deltasOf(await text)).toEqual(["Late."]);
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "attach", "delivered"]);
  });

  it("is taken back by an error, and not confirmed", async () => {
    const { session, answer } = await ask();
    session.answers("Too late.", { delayMs: FOREVER_MS });
    const { response, settled } = await answer;
    const text = response.text();
    session.says({ type: "error", error: { reason: "access_revoked", message: "Revoked." } });
    expect(await text).toMatch(/"message":"Revoked\."/);
    expect(await text).not.toContain("Too late.");
    await settled();
    expect([session.receivedTypes(), await session.isClosed()]).toEqual([
      ["open"],
      LEG_CLOSE.clientLeft,
    ]);
  });
});

describe("a reply whose end is kept back", () => {
  const replaced = { reason: "request_replaced", message: "A retry took its place." } as const;

  /** A probe keeps the end back for as long as it takes, and meanwhile another request takes this one's place. */
  async function replaceBeforeEnd(stream: boolean) {
    const { session, answer } = await ask({ stream });
    session.says({ type: "probe" });
    session.answers("One, two");
    const { response, settled } = await answer;
    const reader = response.body!.getReader();
    const begun = await readUntil(reader, "One, two");
    session.says({ type: "error", error: replaced });
    const text = begun + (await readUntil(reader, "its very end"));
    await settled();
    return { session, text };
  }

  it("[PAIR-3] has none where another request takes its place, in a stream", async () => {
    const { session, text } = await replaceBeforeEnd(true);
    expect(text).toMatch(/"message":"A retry took its place\."/);
    expect(text).not.toContain('"finish_reason":"stop"');
    expect([session.receivedTypes(), await session.isClosed()]).toEqual([
      ["open", "probed"],
      LEG_CLOSE.clientLeft,
    ]);
  });

  it("[PAIR-3] has none where another request takes its place, in a JSON body", async () => {
    const { session, text } = await replaceBeforeEnd(false);
    expect(() => void JSON.parse(text)).toThrow(SyntaxError);
    expect(await session.isClosed()).toBe(LEG_CLOSE.clientLeft);
  });
});

describe("an operator's error", () => {
  const error = {
    reason: "responder_error",
    status: 429,
    message: "Slow down.",
    retryAfterSeconds: 7,
  } as const;

  it("has its own status and its time to come back while the headers wait, late or not", async () => {
    const { session, answer } = await ask({ variables: PATIENT });
    session.says({ type: "error", error, delayMs: 50 });
    const { response, settled } = await answer;
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(response.headers.has("x-should-retry")).toBe(false);
    expect(await response.json()).toMatchObject({ error: { message: "Slow down." } });
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
  });

  it("is an event of a stream that has begun", async () => {
    const { session, answer } = await ask();
    session.says({ type: "error", error, delayMs: 200 });
    const { response } = await answer;
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/: keep-alive\n\n.*"message":"Slow down\."/s);
  });

  it("comes behind the words before it, at their pace", async () => {
    const { session, answer } = await ask();
    session.drafts(0, "One two", PACE);
    session.says({ type: "error", error });
    const { response } = await answer;
    const text = await response.text();
    expect(deltasOf(text)).toEqual(["One", " two"]);
    expect(text).toMatch(/two.*Slow down\./s);
  });
});

describe("a paced reply", () => {
  it("comes word by word, with heartbeats before the first", async () => {
    const { session, answer } = await ask({ variables: PATIENT });
    session.answers("One two three.", { pace: { ...PACE, firstTokenDelayMs: 200 } });
    const { response, settled } = await answer;
    const text = await response.text();
    expect(deltasOf(text)).toEqual(["One", " two", " three", "."]);
    expect(text).toMatch(/: keep-alive\n\n.*"One"/s);
    expect(text).toContain("[DONE]");
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
  });

  it("goes on behind paced words that were written before, in their order", async () => {
    const { session, answer } = await ask();
    session.drafts(0, "One two", PACE);
    session.drafts(7, " six", PACE);
    session.answers("One two six, at once.");
    const { response } = await answer;
    expect(deltasOf(await response.text())).toEqual(["One", " two", " six", ", at once."]);
  });

  it("[PAIR-18] goes on though the leg is lost meanwhile", async () => {
    const { session, answer } = await ask();
    session.answers("One two three four five.", { pace: PACE });
    const { response, settled } = await answer;
    const text = response.text();
    session.losesLeg();
    await session.hasReceived("attach");
    session.answers("One two three four five.", { pace: PACE });
    expect(deltasOf(await text).join("")).toBe("One two three four five.");
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "attach", "delivered"]);
  });

  it("comes whole, after its time, to a client that does not stream", async () => {
    const { session, answer } = await ask({ stream: false, variables: PATIENT });
    session.answers("One two three.", { pace: PACE });
    const { response } = await answer;
    const text = await response.text();
    expect(text).toMatch(/^ {3,}\{/);
    expect(JSON.parse(text)).toMatchObject({
      choices: [{ message: { content: "One two three." } }],
    });
  });

  it("[PAIR-12] stops for a client that leaves", async () => {
    const { session, answer } = await ask();
    session.answers("One two. ".repeat(1_000), { pace: PACE });
    const { response, settled } = await answer;
    const reader = response.body!.getReader();
    await readUntil(reader, "One");
    await reader.cancel();
    expect(await session.isClosed()).toBe(LEG_CLOSE.clientLeft);
    await settled();
    expect(session.receivedTypes()).toEqual(["open"]);
  });
});

describe("a reply that is to be cut off", () => {
  it("breaks off behind so much of its text, and is delivered by that", async () => {
    const { session, answer } = await ask({ variables: PATIENT });
    session.answers("Half of it.", { cutAfterChars: 4 });
    const { response, settled } = await answer;
    const text = await response.text();
    expect(deltasOfCut(text)).toEqual(["Half"]);
    expect(text).not.toMatch(/\[DONE\]|"finish_reason":"/);
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
  });

  it.each([
    [2, "a"],
    [3, "a👋"],
    [0, ""],
    [99, "a👋b"],
  ])("after %d characters has %j", async (cutAfterChars, expected) => {
    const { session, answer } = await ask();
    session.answers("a👋b", { cutAfterChars });
    const { response, settled } = await answer;
    expect(deltasOfCut(await response.text()).join("")).toBe(expected);
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
  });

  it("breaks off where its paced words end", async () => {
    const { session, answer } = await ask();
    session.drafts(0, "One two", PACE);
    session.answers("One two three four", { cutAfterChars: 9, pace: PACE });
    const { response } = await answer;
    expect(deltasOfCut(await response.text()).join("")).toBe("One two t");
  });

  it("breaks off at once where its client has more already", async () => {
    const { session, answer } = await ask();
    session.drafts(0, "One two");
    session.answers("One two three", { cutAfterChars: 3 });
    const { response, settled } = await answer;
    expect(deltasOfCut(await response.text())).toEqual(["One two"]);
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
  });

  it("breaks off in a JSON body at that place of the text", async () => {
    const { session, answer } = await ask({ stream: false, variables: PATIENT });
    session.answers('Half "of" it.', { cutAfterChars: 8 });
    const { response, settled } = await answer;
    expect(await response.text()).toMatch(/"content":"Half \\"of *$/);
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
  });

  it("[PAIR-14] is not delivered to a client that has left before", async () => {
    const { session, answer } = await ask();
    session.answers("Half of it.", { cutAfterChars: 4, delayMs: 100 });
    const { response, settled } = await answer;
    await response.body!.cancel();
    await settled();
    expect([session.receivedTypes(), await session.isClosed()]).toEqual([
      ["open"],
      LEG_CLOSE.clientLeft,
    ]);
  });
});
