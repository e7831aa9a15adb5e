import { describe, expect, it } from "vitest";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import { join, waitForHolds, waitForTurns } from "./support/sessions.ts";
import { PATIENT } from "./support/settings.ts";
import {
  endsOf,
  expectAnswers,
  NEXT,
  PROMPT,
  REPLY,
  waitForEvents,
  type Ends,
} from "./support/situation.ts";
import { useServer } from "./support/use-server.ts";

/**
 * The second everyday situation: the program comes first, and the greeting of the person who follows is not its answer. One lone
 * request in a fresh session says nothing of its seat, so something must: one of the two, an operator, or what is known already. An
 * invitation as the program's key does it too (invites.test.ts).
 */
const server = useServer({ settings: PATIENT });

describe("situation 2: the program comes first", () => {
  it.each(["caller", "responder"] as const)(
    "[PAIR-1] [PAIR-6] and only the %s names its seat, by its base URL",
    async (named) => {
      const { url } = server();
      const ends = { ...endsOf(url, { [named]: { url: `${url}/${named}` } }), url };
      const reply = ends.caller.send(PROMPT);
      await waitForHolds(url, ends.session, 1);
      expect(await ends.responder.send("ping")).toBe(PROMPT);
      await expectAnswers(ends, reply);
    },
  );

  it("[PAIR-6] and nobody names a seat, but an operator takes the question and gives it to the person", async () => {
    const ends = endsOf(server().url);
    const reply = ends.caller.send(PROMPT);
    await waitForHolds(ends.url, ends.session, 1);
    await changeResponder(ends, "operator");
    await changeResponder(ends, "partner");
    expect(await ends.responder.send("ping")).toBe(PROMPT);
    await expectAnswers(ends, reply);
  });

  it.each([
    ["with a key of its own", "caller"],
    ["with the person's key", "responder"],
  ])("[PAIR-6] and nobody names a seat, but it asks twice at once, %s", async (_, apiKey) => {
    const instructed = { apiKey, systemPrompt: "You guard a town.", history: "none" } as const;
    const ends = endsOf(server().url, { caller: instructed });
    const { caller, responder } = ends;
    const replies = [caller.send(PROMPT)];
    await waitForHolds(ends.url, ends.session, 1);
    replies.push(caller.send(NEXT.prompt));
    await waitForHolds(ends.url, ends.session, 2);
    expect(await responder.send("ping")).toBe(PROMPT);
    expect(await responder.send(REPLY)).toBe(NEXT.prompt);
    void responder.send(NEXT.reply);
    expect(await Promise.all(replies)).toEqual([REPLY, NEXT.reply]);
    responder.leave();
    await waitForTurns(ends.url, ends.session, 2);
  });

  it.each([
    ["[PAIR-5]", "and begins another conversation", "none"],
    ["[PAIR-4]", "and goes on with its conversation", "full"],
  ] as const)("%s and nobody names a seat, but it was here before %s", async (_, __, history) => {
    const ends = endsOf(server().url, { caller: { history } });
    const { url, session, caller } = ends;
    const { handshake } = await join(url, session, ends.responder);
    const earlier = caller.send("Are you there?");
    expect(await handshake).toBe("Are you there?");
    void ends.responder.send("I am.");
    expect(await earlier).toBe("I am.");
    await waitForTurns(url, session, 1);
    // The server may not have noticed that when the next question comes.
    ends.responder.leave();

    const reply = caller.send(PROMPT);
    await waitForEvents(ends, "turn-opened", 2);
    const again = new ChatClient({ url, session, apiKey: "responder" });
    expect(await again.send(HANDSHAKE)).toBe(PROMPT);
    void again.send(REPLY);
    expect(await reply).toBe(REPLY);
    again.leave();
    await waitForTurns(url, session, 2);
  });

  /** What cannot be told apart: without any of these the first is taken for the responder. */
  it("[PAIR-6] and nothing tells who is who, so its question is the greeting", async () => {
    const ends = endsOf(server().url);
    const first = ends.caller.send(PROMPT);
    await waitForHolds(ends.url, ends.session, 1);
    const second = ends.responder.send("ping");
    expect(await first).toBe("ping");
    const next = ends.caller.send(REPLY);
    expect(await second).toBe(REPLY);
    ends.caller.leave();
    await expect(next).rejects.toThrow("aborted");
  });
});

async function changeResponder({ url, session }: Ends, kind: string): Promise<void> {
  const response = await fetch(`${url}/sessions/${session}/responder`, {
    method: "PUT",
    body: JSON.stringify({ kind }),
  });
  expect(response.status).toBe(200);
}
