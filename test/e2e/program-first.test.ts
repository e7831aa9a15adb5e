import { describe, expect, it } from "vitest";
import { ChatClient, HANDSHAKE, type ChatClientOptions } from "./support/clients.ts";
import {
  describeSession,
  newSessionName,
  recordedOnce,
  waitForHolds,
  waitForTurns,
} from "./support/sessions.ts";
import { QUIET } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";

const server = useServer({ settings: QUIET });

const PROMPT = "The program asks this before anyone is there.";
const REPLY = "The person answers this.";
const SECOND = { prompt: "And now?", reply: "Now it rains." };

type Ends = Readonly<Record<"caller" | "responder", Partial<ChatClientOptions>>>;

/** How a client names its seat, and how the other one does. */
function waysToNameSeats(url: string): Readonly<Record<string, Ends>> {
  return {
    "the responder's path": { caller: {}, responder: { url: `${url}/responder` } },
    "the caller's path": { caller: { url: `${url}/caller` }, responder: {} },
    "both paths": { caller: { url: `${url}/caller` }, responder: { url: `${url}/responder` } },
    "the responder's header": {
      caller: {},
      responder: { headers: { "X-Motive-Seat": "responder" } },
    },
    "the caller's header": { caller: { headers: { "X-Motive-Seat": "caller" } }, responder: {} },
    "a path and a header": {
      caller: { url: `${url}/caller` },
      responder: { headers: { "X-Motive-Seat": "responder" } },
    },
  };
}

const WAYS = Object.keys(waysToNameSeats(""));

describe.concurrent("a program that asks before its responder is there", () => {
  it.each(WAYS.flatMap((way) => [true, false].map((streams) => ({ way, streams }))))(
    "is answered where $way tells the seats apart (streams: $streams)",
    async ({ way, streams }) => {
      const { caller, responder, url, session } = ends(way, { streams });
      const firstReply = caller.send(PROMPT);
      await waitForHolds(url, session, 1);

      expect(await responder.send(HANDSHAKE)).toBe(PROMPT);

      await expectTwoTurns({ caller, responder, url, session, firstReply });
    },
  );

  it("waits with its turn open until a responder comes", async () => {
    const { caller, responder, url, session } = ends("both paths");
    const firstReply = caller.send(PROMPT);
    await waitForHolds(url, session, 1);

    expect(await describeSession(url, session)).toMatchObject({
      status: "caller-waits",
      open_turns: 1,
      waiting: [{ status: "waiting", caller_attached: true }],
      holds: [{ seat: "caller", attached: true }],
    });

    expect(await responder.send(HANDSHAKE)).toBe(PROMPT);
    await expectTwoTurns({ caller, responder, url, session, firstReply });
  });
});

describe.concurrent("a responder that joins before its program asks", () => {
  it.each(WAYS.flatMap((way) => [true, false].map((streams) => ({ way, streams }))))(
    "gets the first prompt where $way tells the seats apart (streams: $streams)",
    async ({ way, streams }) => {
      const { caller, responder, url, session } = ends(way, { streams });
      const firstPrompt = responder.send(HANDSHAKE);
      await waitForHolds(url, session, 1);
      const firstReply = caller.send(PROMPT);

      expect(await firstPrompt).toBe(PROMPT);

      await expectTwoTurns({ caller, responder, url, session, firstReply });
    },
  );
});

function ends(way: string, options: Partial<ChatClientOptions> = {}) {
  const { url } = server();
  const session = newSessionName("seats");
  const named = waysToNameSeats(url)[way];
  return {
    url,
    session,
    caller: new ChatClient({ url, session, ...options, ...named?.caller }),
    responder: new ChatClient({ url, session, ...options, ...named?.responder }),
  };
}

async function expectTwoTurns({
  caller,
  responder,
  url,
  session,
  firstReply,
}: ReturnType<typeof ends> & { readonly firstReply: Promise<string> }): Promise<void> {
  const secondPrompt = responder.send(REPLY);
  expect(await firstReply).toBe(REPLY);
  const secondReply = caller.send(SECOND.prompt);
  expect(await secondPrompt).toBe(SECOND.prompt);
  void responder.send(SECOND.reply);
  expect(await secondReply).toBe(SECOND.reply);
  responder.leave();
  const turns = [{ prompt: PROMPT, reply: REPLY }, SECOND];
  expect(await waitForTurns(url, session, 2)).toEqual(recordedOnce(turns));
}
