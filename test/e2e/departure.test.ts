import { describe, expect, it } from "vitest";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import { chatBody, RawClient, rawRequest } from "./support/raw-client.ts";
import {
  type DescribedSession,
  describeSession,
  newSessionName,
  recordedOnce,
  waitForHolds,
  waitForTurns,
} from "./support/sessions.ts";
import type { SharedServer } from "./support/shared-server.ts";
import { PATIENT } from "./support/settings.ts";
import { useOwnServer, useServer } from "./support/use-server.ts";
import { pause, waitFor } from "./support/wait-for.ts";

const COMMIT_SOON = { MOTIVE_PROXY_COMMIT_DELAY: "0.3", MOTIVE_PROXY_LOG_LEVEL: "warn" };
const beating = useOwnServer({
  settings: { ...COMMIT_SOON, MOTIVE_PROXY_HEARTBEAT_INTERVAL: "0.1" },
});
/** Its first heartbeat comes long after the tests: here only the reply itself can find out that nobody is there. */
const unhurried = useOwnServer({
  settings: { ...COMMIT_SOON, MOTIVE_PROXY_HEARTBEAT_INTERVAL: "300" },
});

const patient = useServer({ settings: PATIENT });

const PROMPT = "Is anyone going to answer?";
const REPLY = "Yes, but you were gone.";

const WAYS_TO_LEAVE = [true, false].flatMap((stream) =>
  (["close", "reset"] as const).map((manner) => ({ stream, manner })),
);

describe.concurrent("a caller that leaves while it waits", () => {
  it.each(WAYS_TO_LEAVE)(
    "[PAIR-12] is noticed, and its reply is kept for its retry ($manner, stream: $stream)",
    async ({ stream, manner }) => {
      const { session, client, retry } = await holdCaller(beating(), { stream });
      await client.waitForStatus();
      client[manner]();

      const described = await waitForHolds(beating().url, session, 0);
      expect(described).toMatchObject({
        open_turns: 1,
        waiting: [{ status: "waiting", caller_attached: false }],
        holds: [{ seat: "caller", attached: false }],
      });

      await answer(beating(), session);
      expect(await retry()).toContain(REPLY);
      expect(await waitForTurns(beating().url, session, 1)).toEqual(
        recordedOnce([{ prompt: PROMPT, reply: REPLY }]),
      );
    },
  );

  // A reset before the headers is not tried: wrangler's own proxy stands between, and passes that on whenever it pleases.
  it.each([true, false])(
    "is noticed where it leaves before the headers (stream: %s)",
    async (stream) => {
      const { session, client } = await holdCaller(patient(), { stream });
      expect(client.status).toBe(null);
      client.close();
      const { waiting } = await waitForHolds(patient().url, session, 0);
      expect(waiting).toMatchObject([{ status: "waiting", caller_attached: false }]);
    },
  );

  it.each(WAYS_TO_LEAVE)(
    "[PAIR-14] is not taken for one that got its reply where no heartbeat came in between ($manner, stream: $stream)",
    async ({ stream, manner }) => {
      const { session, client, retry } = await holdCaller(unhurried(), { stream });
      await client.waitForStatus();
      client[manner]();
      await client.waitForClose();

      await answer(unhurried(), session);
      const { waiting } = await waitForAttempt(unhurried(), session);
      expect(waiting).toMatchObject([{ status: "answered", caller_attached: false }]);

      expect(await retry()).toContain(REPLY);
      expect(await waitForTurns(unhurried().url, session, 1)).toEqual(
        recordedOnce([{ prompt: PROMPT, reply: REPLY }]),
      );
    },
  );
});

describe("a caller that leaves while it is answered", () => {
  it("[PAIR-14] has its reply where it hangs up at the last event of its stream", async () => {
    const { session, client } = await holdCaller(unhurried(), { stream: true });
    const hangsUp = client.receive("[DONE]").then(() => client.close());
    await answer(unhurried(), session);
    await hangsUp;
    expect(await waitForTurns(unhurried().url, session, 1)).toEqual(
      recordedOnce([{ prompt: PROMPT, reply: REPLY }]),
    );
  });

  it.each(["close", "reset"] as const)(
    "[PAIR-14] does not have it where it leaves between the text and the end of its stream (%s)",
    async (manner) => {
      const { session, client, retry } = await holdCaller(unhurried(), { stream: true });
      const leaves = client.receive(REPLY).then(() => client[manner]());
      await answer(unhurried(), session);
      await leaves;
      expect(client.text).not.toContain("[DONE]");
      const { waiting } = await waitForAttempt(unhurried(), session);
      expect(waiting).toMatchObject([{ status: "answered", caller_attached: false }]);

      expect(await retry()).toContain(REPLY);
      expect(await waitForTurns(unhurried().url, session, 1)).toEqual(
        recordedOnce([{ prompt: PROMPT, reply: REPLY }]),
      );
    },
  );
});

describe.concurrent("a listener that leaves while it waits", () => {
  it.each(WAYS_TO_LEAVE)(
    "[PAIR-12] is no listener any more, and the next prompt goes to the next one ($manner, stream: $stream)",
    async ({ stream, manner }) => {
      const { url, port } = beating();
      const session = newSessionName("listener-leaves");
      const listener = new RawClient(port);
      const path = "/responder/v1/chat/completions";
      await listener.write(rawRequest({ path, body: chatBody(session, HANDSHAKE, { stream }) }));
      await waitForHolds(url, session, 1);
      await listener.waitForStatus();
      listener[manner]();
      await waitForHolds(url, session, 0);

      const caller = new ChatClient({ url: `${url}/caller`, session });
      const reply = caller.send(PROMPT);
      await waitForHolds(url, session, 1);
      await answer(beating(), session);

      expect(await reply).toBe(REPLY);
      expect(await waitForTurns(url, session, 1)).toEqual(
        recordedOnce([{ prompt: PROMPT, reply: REPLY }]),
      );
    },
  );
});

describe("a caller that stays but reads nothing", () => {
  it("stays attached, and gets its reply when it reads again", async () => {
    const { session, client } = await holdCaller(beating(), { stream: true });
    await client.waitForStatus();
    client.pauseReading();
    // Ten heartbeats, which nobody reads.
    await pause(1_000);
    await waitForHolds(beating().url, session, 1);
    await answer(beating(), session);
    client.resumeReading();
    await client.waitForText("[DONE]");
    expect(client.text).toContain(REPLY);
    expect(await waitForTurns(beating().url, session, 1)).toEqual(
      recordedOnce([{ prompt: PROMPT, reply: REPLY }]),
    );
    client.close();
  });
});

type ServerPlace = Pick<SharedServer, "port" | "url">;

/** A caller whose request is held, and the retry of it. */
async function holdCaller({ port, url }: ServerPlace, { stream }: { readonly stream: boolean }) {
  const session = newSessionName("departure");
  const path = "/caller/v1/chat/completions";
  const bytes = rawRequest({ path, body: chatBody(session, PROMPT, { stream }) });
  const client = new RawClient(port);
  await client.write(bytes);
  await waitForHolds(url, session, 1);
  return {
    session,
    client,
    retry: async (): Promise<string> => {
      const again = new RawClient(port);
      await again.write(bytes);
      await again.waitForText(stream ? "[DONE]" : '"finish_reason":"stop"');
      // A client that has its whole answer stays for its next question.
      await waitForTurns(url, session, 1);
      again.close();
      return again.text;
    },
  };
}

/** Nobody is believed to wait for the answer any more. */
function waitForAttempt({ url }: ServerPlace, session: string): Promise<DescribedSession> {
  return waitFor("the attempt to end", async () => {
    const described = await describeSession(url, session);
    const isOver = described.holds.every(({ seat, attached }) => seat !== "caller" || !attached);
    return isOver && described;
  });
}

/** A responder comes, gets the prompt, answers it, and is gone once the answer is stored. */
async function answer({ url }: ServerPlace, session: string): Promise<void> {
  const responder = new ChatClient({ url: `${url}/responder`, session });
  expect(await responder.send(HANDSHAKE)).toBe(PROMPT);
  void responder.send(REPLY);
  await waitFor("the answer to be stored", async () => {
    const { waiting } = await describeSession(url, session);
    return waiting.every(({ status }) => status === "answered");
  });
  responder.leave();
}
