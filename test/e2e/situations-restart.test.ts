import { beforeEach, describe, expect, it } from "vitest";
import { useRelay } from "./support/relay.ts";
import {
  describeSession,
  join,
  readTranscript,
  recordedOnce,
  waitForHolds,
  waitForTurns,
} from "./support/sessions.ts";
import { PATIENT } from "./support/settings.ts";
import {
  endsOf,
  expectAnswers,
  NEXT,
  PROMPT,
  REPLY,
  SDK_TIMEOUT_MS,
  waitForEvents,
  type EndOptions,
  type Ends,
} from "./support/situation.ts";
import { useOwnServer } from "./support/use-server.ts";
import { waitFor } from "./support/wait-for.ts";

/** The ninth everyday situation: a retry after a restart of the server, whoever was held when it was killed. */
const server = useOwnServer({ settings: PATIENT });
const openRelay = useRelay();

describe.concurrent("situation 9: the server is killed and started again", () => {
  it("[PAIR-18] while the responder is held, whose SDK comes again and gets the next prompt", async () => {
    const ends = await openEnds();
    const { handshake } = await join(ends.url, ends.session, ends.responder);
    await restart(ends, 1);
    const reply = ends.caller.send(PROMPT);
    expect(await handshake).toBe(PROMPT);
    await expectAnswers(ends, reply);
  });

  it("[PAIR-18] while the program is held, whose SDK comes again and gets the answer", async () => {
    const ends = await openEnds();
    const { handshake } = await join(ends.url, ends.session, ends.responder);
    const reply = ends.caller.send(PROMPT);
    expect(await handshake).toBe(PROMPT);
    await restart(ends, 1);
    await expectAnswers(ends, reply);
  });

  it("[PAIR-18] while both are held, as the person has left a question to somebody else", async () => {
    const ends = await openEnds();
    const { url, session, caller, responder } = ends;
    const { handshake } = await join(url, session, responder);
    const reply = caller.send(PROMPT);
    expect(await handshake).toBe(PROMPT);
    const nextPrompt = responder.send("/skip");
    await restart(ends, 2);

    const answered = await fetch(`${url}/sessions/${session}/replies`, {
      method: "POST",
      body: JSON.stringify({ text: REPLY }),
    });
    expect(answered.status).toBe(200);
    expect(await reply).toBe(REPLY);
    const nextReply = caller.send(NEXT.prompt);
    expect(await nextPrompt).toBe(NEXT.prompt);
    void responder.send(NEXT.reply);
    expect(await nextReply).toBe(NEXT.reply);
    responder.leave();
    expect(await waitForTurns(url, session, 2)).toEqual(
      recordedOnce([{ prompt: PROMPT, reply: REPLY }, NEXT]),
    );
  });

  it("[PAIR-14] [PAIR-18] while a reply is parked, which the program gets when it asks again", async () => {
    // A program that gives up and sends the same again, as one does that runs every hour.
    const ends = await openEnds({
      caller: { history: "none", maxRetries: 0, timeoutMs: SDK_TIMEOUT_MS * 3 },
    });
    const { url, session, caller, responder } = ends;
    const { handshake } = await join(url, session, responder);
    await expect(caller.send(PROMPT)).rejects.toThrow("Request timed out.");
    expect(await handshake).toBe(PROMPT);
    const nextPrompt = responder.send(REPLY);
    await waitForEvents(ends, "turn-answered");
    await waitFor("the reply to be parked", async () => {
      const { waiting } = await describeSession(url, session);
      return waiting.every(
        ({ status, caller_attached }) => status === "answered" && !caller_attached,
      );
    });
    await restart(ends, 1);

    expect(await caller.send(PROMPT)).toBe(REPLY);
    await waitForTurns(url, session, 1);
    const nextReply = caller.send(NEXT.prompt);
    expect(await nextPrompt).toBe(NEXT.prompt);
    void responder.send(NEXT.reply);
    expect(await nextReply).toBe(NEXT.reply);
    responder.leave();
    expect(await waitForTurns(url, session, 2)).toEqual(
      recordedOnce([{ prompt: PROMPT, reply: REPLY }, NEXT]),
    );
    const retries = (await readTranscript(url, session)).filter(
      ({ type }) => type === "hold-retried",
    );
    expect(retries.length).toBeGreaterThan(0);
  });
});

/** Both ends reach the server through a relay, so that a retry during the restart waits instead of being refused. */
async function openEnds({ caller = {} }: EndOptions = {}): Promise<Ends> {
  const relay = await openRelay(server().port);
  const options = { caller: { url: relay.url, ...caller }, responder: { url: relay.url } };
  return endsOf(server().url, options);
}

/** The tests that run, those of them that are ready for the restart, and the one restart for all of them. */
let runningCount = 0;
let readyCount = 0;
const restarted = Promise.withResolvers<void>();

beforeEach(({ onTestFinished }) => {
  runningCount += 1;
  onTestFinished(() => {
    runningCount -= 1;
    restartWhenAllAreReady();
  });
});

/**
 * Waits until the session holds as many requests as given; until the server has been killed and started again, when all tests are
 * ready; and until the SDKs have brought the requests back.
 */
async function restart({ url, session }: Ends, holdCount: number): Promise<void> {
  await waitForHolds(url, session, holdCount);
  readyCount += 1;
  restartWhenAllAreReady();
  await restarted.promise;
  await waitForHolds(url, session, holdCount);
}

/** A test that fails before it is ready keeps nobody waiting; after the restart more are ready than run. */
function restartWhenAllAreReady(): void {
  const areAllReady = readyCount > 0 && readyCount === runningCount;
  if (areAllReady) void killAndStart().then(restarted.resolve, restarted.reject);
}

async function killAndStart(): Promise<void> {
  await server().kill();
  await server().start();
}
