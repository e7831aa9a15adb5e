import { describe, expect, it } from "vitest";
import { ChatClient, playTurns } from "./support/clients.ts";
import { useRelay } from "./support/relay.ts";
import {
  describeSession,
  getJson,
  join,
  newSessionName,
  readTranscript,
  recordedOnce,
  waitForHolds,
  waitForTurns,
} from "./support/sessions.ts";
import { useOwnServer } from "./support/use-server.ts";
import { waitFor } from "./support/wait-for.ts";

/**
 * An SDK retries what fails before the headers, so the headers stay away for as long as the tests wait. The SDK's settings are its
 * defaults: two retries, the first after half a second.
 */
const server = useOwnServer({ settings: { MOTIVE_PROXY_COMMIT_DELAY: "25" } });
const openRelay = useRelay();

const turnOf = (word: string) => ({
  prompt: `What of the ${word}?`,
  reply: `The ${word} is well.`,
});
const turnsOf = ([one, two]: readonly [string, string]) => [turnOf(one), turnOf(two)] as const;

describe("a server that is killed", () => {
  it("[PAIR-18] finds its listeners and its callers again when they retry, and repeats nothing", async () => {
    const both = await Promise.all([openEnds(true), openEnds(false)]);
    const turns = turnsOf(["well", "gate"]);
    const [first, second] = turns;
    const handshakes = await Promise.all(
      both.map(({ session, responder }) => join(server().url, session, responder)),
    );

    await restartWhileHeld(both);
    const firstReplies = both.map(({ caller }) => caller.send(first.prompt));
    await Promise.all(handshakes.map(({ handshake }) => handshake));
    // Now the callers are held, and their prompts were shown.
    await restartWhileHeld(both);
    const secondPrompts = both.map(({ responder }) => responder.send(first.reply));
    await Promise.all(firstReplies);
    await Promise.all(both.map(({ session }) => waitForTurns(server().url, session, 1)));
    // Now the listeners are held again, with a conversation behind them.
    await restartWhileHeld(both);
    const secondReplies = both.map(({ caller }) => caller.send(second.prompt));
    await Promise.all(secondPrompts);
    for (const { responder } of both) void responder.send(second.reply);
    await Promise.all(secondReplies);

    for (const { session, caller, responder } of both) {
      responder.leave();
      expect(responder.received).toEqual(turns.map(({ prompt }) => prompt));
      expect(caller.received).toEqual(turns.map(({ reply }) => reply));
      expect(await waitForTurns(server().url, session, 2)).toEqual(recordedOnce(turns));
    }
  });

  it("[PAIR-18] keeps a prompt for an answer that is on its way meanwhile", async () => {
    const { caller, responder, session } = await openEnds(false);
    const [turn] = turnsOf(["moat", "moor"]);
    const { handshake } = await join(server().url, session, responder);
    const reply = caller.send(turn.prompt);
    expect(await handshake).toBe(turn.prompt);
    await waitForHolds(server().url, session, 1);

    await server().kill();
    void responder.send(turn.reply);
    await server().start();

    expect(await reply).toBe(turn.reply);
    responder.leave();
    expect(await waitForTurns(server().url, session, 1)).toEqual(recordedOnce([turn]));
  });
});

describe("a server that is stopped and started", () => {
  const ordinary = useOwnServer();

  it("still has its sessions, their transcripts and their conversations", async () => {
    const session = newSessionName("stopped");
    const caller = new ChatClient({ url: ordinary().url, session, streams: true });
    const responder = new ChatClient({ url: ordinary().url, session, streams: true });
    const before = turnsOf(["tower", "wall"]);
    const after = [turnOf("roof")];
    const { handshake } = await join(ordinary().url, session, responder);
    await playTurns(caller, responder, before, handshake);
    await waitForTurns(ordinary().url, session, before.length);
    await waitForHolds(ordinary().url, session, 0);
    const transcript = await readTranscript(ordinary().url, session);
    const description = await describeSession(ordinary().url, session);
    // The listing hears of quick changes together, about a second later.
    await waitFor("the listing to know that nobody waits", async () => {
      const { sessions } = await getJson<{ sessions: { name: string; status: string }[] }>(
        `${ordinary().url}/sessions`,
      );
      return sessions.some(({ name, status }) => name === session && status === "idle");
    });
    const list = await getJson(`${ordinary().url}/sessions`);
    const models = await getJson(`${ordinary().url}/v1/models`);

    expect(await ordinary().stop()).toEqual({ code: 0, signal: null });
    await ordinary().start();

    expect(await readTranscript(ordinary().url, session)).toEqual(transcript);
    expect(await describeSession(ordinary().url, session)).toEqual(description);
    expect(await getJson(`${ordinary().url}/sessions`)).toEqual(list);
    expect(await getJson(`${ordinary().url}/v1/models`)).toEqual(models);
    const nextResponder = new ChatClient({ url: `${ordinary().url}/responder`, session });
    const nextHandshake = nextResponder.send("I am back.");
    await waitForHolds(ordinary().url, session, 1);
    const got = await playTurns(caller, nextResponder, after, nextHandshake);
    expect(got).toEqual({ prompts: ["What of the roof?"], replies: ["The roof is well."] });
  });
});

/** Both ends reach the server through a relay, so that a retry during the restart waits instead of being refused. */
async function openEnds(streams: boolean) {
  const { url } = await openRelay(server().port);
  const session = newSessionName("restart");
  return {
    session,
    caller: new ChatClient({ url, session, streams }),
    responder: new ChatClient({ url, session, streams }),
  };
}

type Ends = Awaited<ReturnType<typeof openEnds>>;

/** Kills the server once each session holds one request, and starts it again; then each is held again. */
async function restartWhileHeld(both: readonly Ends[]): Promise<void> {
  const areHeld = () =>
    Promise.all(both.map(({ session }) => waitForHolds(server().url, session, 1)));
  await areHeld();
  await server().kill();
  await server().start();
  await areHeld();
}
