import { describe, expect, it } from "vitest";
import { ChatClient, HANDSHAKE, type ChatClientOptions } from "./support/clients.ts";
import { useRelay } from "./support/relay.ts";
import { useServer } from "./support/server.ts";
import {
  join,
  newSessionName,
  readTranscript,
  recordedOnce,
  waitForHolds,
  waitForTurns,
} from "./support/sessions.ts";
import { waitFor } from "./support/wait-for.ts";

/**
 * The nine everyday situations in which a simple pairing of two clients fails. The SDK gives up a request that has no headers, so
 * they stay away for as long as the tests wait.
 */
const server = useServer({
  settings: { MOTIVE_PROXY_COMMIT_DELAY: "25", MOTIVE_PROXY_LOG_LEVEL: "warn" },
});
const openRelay = useRelay();

/** The SDK's own default is 600 s. */
const SDK_TIMEOUT_MS = 1_000;
const PROMPT = "What do you see?";
const REPLY = "A tower.";
const NEXT = { prompt: "And behind it?", reply: "The sea." };

describe("nine everyday situations", () => {
  it("[PAIR-3] 1: the responder's wait times out, and its SDK retries", async () => {
    const { url, session, caller, responder } = ends({ responder: { timeoutMs: SDK_TIMEOUT_MS } });
    const { handshake } = await join(url, session, responder);
    await waitForRetry(session);
    const reply = caller.send(PROMPT);
    expect(await handshake).toBe(PROMPT);
    void responder.send(REPLY);
    expect(await reply).toBe(REPLY);
    responder.leave();
    expect(await waitForTurns(url, session, 1)).toEqual(
      recordedOnce([{ prompt: PROMPT, reply: REPLY }]),
    );
  });

  it("[PAIR-6] 2: the program comes first, and the greeting is not its answer", async () => {
    // Somebody has to name a seat: who comes first to a fresh session without one is its responder.
    const { url, session, caller, responder } = ends({
      responder: { url: `${server().url}/responder` },
    });
    const reply = caller.send(PROMPT);
    await waitForHolds(url, session, 1);
    expect(await responder.send("ping")).toBe(PROMPT);
    await expectAnswers({ url, session, caller, responder, reply });
  });

  it("[PAIR-3] 3: the person is slower than the program's time-out, and answers later", async () => {
    const { url, session, caller, responder } = ends({ caller: { timeoutMs: SDK_TIMEOUT_MS } });
    const { handshake } = await join(url, session, responder);
    const reply = caller.send(PROMPT);
    expect(await handshake).toBe(PROMPT);
    await waitForRetry(session);
    await expectAnswers({ url, session, caller, responder, reply });
  });

  it("[PAIR-13] 4: the person answers after the program gave up and asked something else", async () => {
    const { url, session, caller, responder } = ends({ caller: { history: "none" } });
    const hasty = new ChatClient({ url, session, timeoutMs: SDK_TIMEOUT_MS / 4, maxRetries: 0 });
    const { handshake } = await join(url, session, responder);
    await expect(hasty.send(PROMPT)).rejects.toThrow("Request timed out.");
    expect(await handshake).toBe(PROMPT);
    const reply = caller.send(NEXT.prompt);
    expect(await responder.send("This is too late.")).toBe(NEXT.prompt);
    void responder.send(NEXT.reply);
    expect(await reply).toBe(NEXT.reply);
    expect([caller.received, hasty.received]).toEqual([[NEXT.reply], []]);
    responder.leave();
  });

  it.each([2, 3])("[PAIR-11] 5: %i parallel calls each get their own answer", async (count) => {
    const { url, session, caller, responder } = ends({ caller: { history: "none" } });
    let prompt = (await join(url, session, responder)).handshake;
    const calls: Promise<string>[] = [];
    for (let index = 1; index <= count; index += 1) {
      calls.push(caller.send(`question ${index}`));
      await waitForQuestions(session, index);
    }
    for (let index = 1; index <= count; index += 1) {
      expect(await prompt).toBe(`question ${index}`);
      prompt = responder.send(`to ${await prompt}`);
    }
    expect(await Promise.all(calls)).toEqual(calls.map((_, index) => `to question ${index + 1}`));
    responder.leave();
  });

  it("[PAIR-6] 6: the responder leaves in the handshake and comes back", async () => {
    const { url, session, caller, responder } = ends();
    const { handshake } = await join(url, session, responder);
    responder.leave();
    await expect(handshake).rejects.toThrow("aborted");
    const again = new ChatClient({ url, session, apiKey: "responder" });
    const prompt = again.send("I am back.");
    await waitFor("the second greeting", async () => {
      const events = await readTranscript(url, session);
      return events.filter(({ type }) => type === "hold-opened").length === 2;
    });
    // The second greeting has the server find out that the first client is gone.
    await waitForHolds(url, session, 1);
    const reply = caller.send(PROMPT);
    expect(await prompt).toBe(PROMPT);
    await expectAnswers({ url, session, caller, responder: again, reply });
  });

  it.each(["caller", "responder"] as const)(
    "[PAIR-1] 7: seats are named, and the %s comes first",
    async (first) => {
      const { url, session, caller, responder } = ends({}, true);
      const open = {
        caller: () => caller.send(PROMPT),
        responder: () => responder.send(HANDSHAKE),
      };
      const second = first === "caller" ? "responder" : "caller";
      const opened = { [first]: open[first]() };
      await waitForHolds(url, session, 1);
      opened[second] = open[second]();
      expect(await opened["responder"]).toBe(PROMPT);
      await expectAnswers({ url, session, caller, responder, reply: opened["caller"] });
    },
  );

  it("[PAIR-16] 8: the responder sends three messages while nobody asks", async () => {
    const { url, session, caller, responder } = ends({}, true);
    const messages = ["one", "two", "three"];
    const waits: Promise<string>[] = [];
    for (const [index, message] of messages.entries()) {
      const client = index === 2 ? responder : ends({}, true, session).responder;
      waits.push(client.send(message));
      await waitForUnprompted(session, index + 1);
    }
    const reply = caller.send(PROMPT);
    expect(await waits[2]).toBe(PROMPT);
    await expect(waits[0]).rejects.toThrow("took the responder's seat over");
    await expect(waits[1]).rejects.toThrow("took the responder's seat over");
    await expectAnswers({ url, session, caller, responder, reply });
    expect(await waitForUnprompted(session, 3)).toEqual(messages);
  });

  it("[PAIR-18] 9: the server is killed and started again, and the SDK's own retry is answered", async () => {
    const { url } = await openRelay(server().port);
    const { session, caller, responder } = ends({ caller: { url }, responder: { url } });
    const { handshake } = await join(server().url, session, responder);
    const reply = caller.send(PROMPT);
    expect(await handshake).toBe(PROMPT);
    await waitForHolds(server().url, session, 1);
    await server().kill();
    await server().start();
    await expectAnswers({ url: server().url, session, caller, responder, reply });
  });
});

/** Two clients with a key each, which tells them apart; where seats are named, a path does. */
function ends(
  options: { readonly [end in "caller" | "responder"]?: Partial<ChatClientOptions> } = {},
  namesSeats = false,
  session = newSessionName("situation"),
) {
  const { url } = server();
  const create = (end: "caller" | "responder"): ChatClient => {
    const path = namesSeats ? `/${end}` : "";
    return new ChatClient({ url: `${url}${path}`, session, apiKey: end, ...options[end] });
  };
  return { url, session, caller: create("caller"), responder: create("responder") };
}

interface Answering {
  readonly url: string;
  readonly session: string;
  readonly caller: ChatClient;
  readonly responder: ChatClient;
  readonly reply: Promise<string> | undefined;
}

/** The prompt was shown. It is answered, and so is the next one, and the server has both exactly once. */
async function expectAnswers(answering: Answering): Promise<void> {
  const { url, session, caller, responder, reply } = answering;
  const nextPrompt = responder.send(REPLY);
  expect(await reply).toBe(REPLY);
  const nextReply = caller.send(NEXT.prompt);
  expect(await nextPrompt).toBe(NEXT.prompt);
  void responder.send(NEXT.reply);
  expect(await nextReply).toBe(NEXT.reply);
  responder.leave();
  expect(caller.received).toEqual([REPLY, NEXT.reply]);
  expect(responder.received).toEqual([PROMPT, NEXT.prompt]);
  expect(await waitForTurns(url, session, 2)).toEqual(
    recordedOnce([{ prompt: PROMPT, reply: REPLY }, NEXT]),
  );
}

function waitForRetry(session: string): Promise<unknown> {
  return waitFor("the SDK's retry", async () => {
    const events = await readTranscript(server().url, session);
    return events.some(({ type }) => type === "hold-retried");
  });
}

function waitForQuestions(session: string, count: number): Promise<unknown> {
  return waitFor(`${count} questions`, async () => {
    const events = await readTranscript(server().url, session);
    return events.filter(({ type }) => type === "turn-opened").length === count;
  });
}

function waitForUnprompted(session: string, count: number): Promise<unknown[]> {
  return waitFor(`${count} messages while nobody asks`, async () => {
    const events = await readTranscript(server().url, session);
    const texts = events.flatMap(({ type, text }) => (type === "message-unprompted" ? [text] : []));
    return texts.length === count && texts;
  });
}
