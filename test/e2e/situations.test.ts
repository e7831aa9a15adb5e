import { describe, expect, it } from "vitest";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import {
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
  PROMPT,
  REPLY,
  SDK_TIMEOUT_MS,
  seatedEndsOf,
  waitForEvents,
} from "./support/situation.ts";
import { useServer } from "./support/use-server.ts";
import { waitFor } from "./support/wait-for.ts";

/**
 * The nine everyday situations in which a simple pairing of two clients fails. The second is in situations-program-first.test.ts, the
 * fourth in situations-given-up.test.ts, and the ninth in situations-restart.test.ts.
 */
const server = useServer({ settings: PATIENT });

describe("nine everyday situations", () => {
  it("[PAIR-3] 1: the responder's wait times out, and its SDK retries", async () => {
    const ends = endsOf(server().url, { responder: { timeoutMs: SDK_TIMEOUT_MS } });
    const { url, session, caller, responder } = ends;
    const { handshake } = await join(url, session, responder);
    await waitForEvents(ends, "hold-retried");
    const reply = caller.send(PROMPT);
    expect(await handshake).toBe(PROMPT);
    void responder.send(REPLY);
    expect(await reply).toBe(REPLY);
    responder.leave();
    expect(await waitForTurns(url, session, 1)).toEqual(
      recordedOnce([{ prompt: PROMPT, reply: REPLY }]),
    );
  });

  it("[PAIR-3] 3: the person is slower than the program's time-out, and answers later", async () => {
    const ends = endsOf(server().url, { caller: { timeoutMs: SDK_TIMEOUT_MS } });
    const { handshake } = await join(ends.url, ends.session, ends.responder);
    const reply = ends.caller.send(PROMPT);
    expect(await handshake).toBe(PROMPT);
    await waitForEvents(ends, "hold-retried");
    await expectAnswers(ends, reply);
  });

  it.each([2, 3])("[PAIR-11] 5: %i parallel calls each get their own answer", async (count) => {
    const ends = endsOf(server().url, { caller: { history: "none" } });
    const { caller, responder } = ends;
    let prompt = (await join(ends.url, ends.session, responder)).handshake;
    const calls: Promise<string>[] = [];
    for (let index = 1; index <= count; index += 1) {
      calls.push(caller.send(`question ${index}`));
      await waitForEvents(ends, "turn-opened", index);
    }
    for (let index = 1; index <= count; index += 1) {
      expect(await prompt).toBe(`question ${index}`);
      prompt = responder.send(`to ${await prompt}`);
    }
    expect(await Promise.all(calls)).toEqual(calls.map((_, index) => `to question ${index + 1}`));
    responder.leave();
  });

  it("[PAIR-6] 6: the responder leaves in the handshake and comes back", async () => {
    const ends = endsOf(server().url);
    const { url, session, caller } = ends;
    const { handshake } = await join(url, session, ends.responder);
    ends.responder.leave();
    await expect(handshake).rejects.toThrow("aborted");
    const again = new ChatClient({ url, session, apiKey: "responder" });
    const prompt = again.send("I am back.");
    await waitForEvents(ends, "hold-opened", 2);
    // The second greeting has the server find out that the first client is gone.
    await waitForHolds(url, session, 1);
    const reply = caller.send(PROMPT);
    expect(await prompt).toBe(PROMPT);
    await expectAnswers({ ...ends, responder: again }, reply);
  });

  it.each(["caller", "responder"] as const)(
    "[PAIR-1] 7: seats are named, and the %s comes first",
    async (first) => {
      const ends = seatedEndsOf(server().url);
      const open = {
        caller: () => ends.caller.send(PROMPT),
        responder: () => ends.responder.send(HANDSHAKE),
      };
      const second = first === "caller" ? "responder" : "caller";
      const opened = { [first]: open[first]() };
      await waitForHolds(ends.url, ends.session, 1);
      opened[second] = open[second]();
      expect(await opened["responder"]).toBe(PROMPT);
      await expectAnswers(ends, opened["caller"]);
    },
  );

  it("[PAIR-16] 8: the responder sends three messages while nobody asks", async () => {
    const ends = seatedEndsOf(server().url);
    const messages = ["one", "two", "three"];
    const waits: Promise<string>[] = [];
    for (const [index, message] of messages.entries()) {
      const isLast = index === messages.length - 1;
      const { responder } = isLast ? ends : seatedEndsOf(ends.url, ends.session);
      waits.push(responder.send(message));
      await waitForUnprompted(ends.session, messages.slice(0, index + 1));
    }
    const reply = ends.caller.send(PROMPT);
    expect(await waits[2]).toBe(PROMPT);
    await expect(waits[0]).rejects.toThrow("took the responder's seat over");
    await expect(waits[1]).rejects.toThrow("took the responder's seat over");
    await expectAnswers(ends, reply);
    await waitForUnprompted(ends.session, messages);
  });
});

/** Waits until the log has these messages and no others that were sent while nobody asked. */
function waitForUnprompted(session: string, messages: readonly string[]): Promise<unknown> {
  return waitFor(`${messages.length} messages while nobody asks`, async () => {
    const events = await readTranscript(server().url, session);
    const texts = events.flatMap(({ type, text }) => (type === "message-unprompted" ? [text] : []));
    return JSON.stringify(texts) === JSON.stringify(messages);
  });
}
