import { describe, expect, it } from "vitest";
import { ChatClient, playTurns, type HistoryKind } from "./support/clients.ts";
import { hostileTurns } from "./support/hostile-texts.ts";
import { join, newSessionName, recordedOnce, waitForTurns } from "./support/sessions.ts";
import { CROWDED } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";

// The headers go out before some replies, and with others.
const server = useServer({ settings: CROWDED });

const HISTORIES: readonly HistoryKind[] = ["full", "none", "last-four"];
const way = (streams: boolean): string => (streams ? "streams" : "waits");

/** Any two of the three that are here: a history, what the caller does, and what the responder does. */
const COMBINATIONS = HISTORIES.flatMap((history, index) =>
  [true, false].map((callerStreams) => {
    const responderStreams = index % 2 === 0 ? callerStreams : !callerStreams;
    const title = `a caller that ${way(callerStreams)} and a responder that ${way(responderStreams)}, with ${history} history`;
    return [title, { history, callerStreams, responderStreams }] as const;
  }),
);

/** Enough for the same short text twice, in a history that is cut. */
const TURNS_OF_TWO_KEYS = 9;

describe.concurrent("the openai package on both ends", () => {
  it.for(COMBINATIONS)(
    "exchanges twenty turns byte for byte: %s",
    async ([, { history, callerStreams, responderStreams }]) => {
      const { url } = server();
      const session = newSessionName("both-ends");
      const caller = new ChatClient({ url, session, history, streams: callerStreams });
      const responder = new ChatClient({ url, session, history, streams: responderStreams });
      const turns = hostileTurns();

      const { handshake } = await join(url, session, responder);
      const got = await playTurns(caller, responder, turns, handshake);

      expect(got.prompts).toEqual(turns.map(({ prompt }) => prompt));
      expect(got.replies).toEqual(turns.map(({ reply }) => reply));
      expect(await waitForTurns(url, session, turns.length)).toEqual(recordedOnce(turns));
    },
  );

  it.for(HISTORIES)(
    "tells two ends apart that have different keys and send %s history",
    async (history) => {
      const { url } = server();
      const session = newSessionName("two-keys");
      const caller = new ChatClient({ url, session, history, apiKey: "sk-program" });
      const responder = new ChatClient({
        url,
        session,
        history,
        apiKey: "sk-person",
        streams: true,
      });
      const turns = hostileTurns().slice(0, TURNS_OF_TWO_KEYS);

      const { handshake } = await join(url, session, responder);
      const got = await playTurns(caller, responder, turns, handshake);

      expect(got).toEqual({
        prompts: turns.map(({ prompt }) => prompt),
        replies: turns.map(({ reply }) => reply),
      });
      expect(await waitForTurns(url, session, turns.length)).toEqual(recordedOnce(turns));
    },
  );
});

describe("a server with many sessions", () => {
  it("keeps two hundred sessions apart that talk at once", async () => {
    const { url } = server();
    const conversations = Array.from({ length: 200 }, (_, index) => {
      const session = newSessionName("crowd");
      const streams = { caller: index % 2 === 0, responder: index % 4 < 2 };
      const history = HISTORIES[index % 3] ?? "full";
      const turns = [1, 2, 3].map((turn) => ({
        prompt: `Question ${turn} of ${session}: ${crypto.randomUUID()}`,
        reply: `Answer ${turn} of ${session}: ${crypto.randomUUID()}`,
      }));
      return {
        turns,
        session,
        caller: new ChatClient({ url, session, history, streams: streams.caller }),
        responder: new ChatClient({ url, session, history, streams: streams.responder }),
      };
    });

    const results = await Promise.all(
      conversations.map(async ({ session, caller, responder, turns }) => {
        const { handshake } = await join(url, session, responder);
        return playTurns(caller, responder, turns, handshake);
      }),
    );

    expect(results).toEqual(
      conversations.map(({ turns }) => ({
        prompts: turns.map(({ prompt }) => prompt),
        replies: turns.map(({ reply }) => reply),
      })),
    );
  });
});
