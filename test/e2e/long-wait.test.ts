import { describe, expect, it } from "vitest";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import { createImpatientFetch } from "./support/impatient-fetch.ts";
import { chatBody, RawClient, rawRequest } from "./support/raw-client.ts";
import { newSessionName, waitForHolds } from "./support/sessions.ts";
import { HURRIED } from "./support/settings.ts";
import { useOwnServer, useServer } from "./support/use-server.ts";
import { pause, waitFor } from "./support/wait-for.ts";

/**
 * Fifteen minutes on a scale of 1:300. Node's `fetch` gives up after 300 s without headers and after 300 s between two pieces of a
 * body (undici's `headersTimeout` and `bodyTimeout`): 1 s each here. The SDK's own `timeout`, 600 s until the headers, is 2 s. The
 * server's window before the headers and its heartbeats are shortened less than that.
 */
const FETCH_LIMIT_MS = 1_000;
const SDK_TIMEOUT_MS = 2_000;
const WAIT_MS = 3_000;

const beating = useServer({ settings: HURRIED });
const silent = useOwnServer({ settings: { ...HURRIED, MOTIVE_PROXY_HEARTBEAT: "off" } });

describe.concurrent("a client that waits for three times the limits of Node's fetch", () => {
  it.for([true, false])("gets its reply (streams: %s)", async (streams) => {
    const { url } = beating();
    const { caller, responder, session } = await createEnds(url, streams);
    const reply = caller.send("Take your time.");
    await waitForHolds(url, session, 1);
    expect(await responder.send(HANDSHAKE)).toBe("Take your time.");

    await pause(WAIT_MS);
    void responder.send("I did.");

    expect(await reply).toBe("I did.");
    responder.leave();
  });

  it.for([true, false])("gets the next prompt as a listener (streams: %s)", async (streams) => {
    const { url } = beating();
    const { caller, responder, session } = await createEnds(url, streams);
    const prompt = responder.send(HANDSHAKE);
    await waitForHolds(url, session, 1);

    await pause(WAIT_MS);
    void caller.send("Are you still there?");

    expect(await prompt).toBe("Are you still there?");
    caller.leave();
  });

  it.for([true, false])(
    "fails where the server is told to send no heartbeats (streams: %s)",
    async (streams) => {
      const { caller } = await createEnds(silent().url, streams);
      const reply = caller.send("Take your time.");

      await expect(reply).rejects.toThrow(streams ? "terminated" : "Request timed out.");
    },
  );
});

describe("the bytes of a wait", () => {
  it.each([
    { stream: false, beat: /^ +$/m },
    { stream: true, beat: /: keep-alive\n\n/ },
  ])(
    "reach a client that accepts gzip while it waits (stream: $stream)",
    async ({ stream, beat }) => {
      const { port, url } = beating();
      const session = newSessionName("gzip");
      const client = new RawClient(port);
      const body = chatBody(session, "Hello?", { stream });
      await client.write(rawRequest({ headers: { "Accept-Encoding": "gzip, deflate, br" }, body }));
      await waitForHolds(url, session, 1);

      expect(await client.waitForStatus()).toBe(200);
      for (let beats = 0; beats < 3; beats += 1) {
        const { length } = client.rawBody;
        await waitFor("more bytes", () => client.rawBody.length > length);
      }
      expect(client.head.toLowerCase()).not.toMatch(/content-encoding: (?!identity)/);
      expect(client.rawBody).toMatch(beat);
      client.close();
    },
  );
});

async function createEnds(url: string, streams: boolean) {
  const session = newSessionName("patience");
  const options = { url, session, streams, maxRetries: 0, timeoutMs: SDK_TIMEOUT_MS };
  const impatientFetch = await createImpatientFetch(FETCH_LIMIT_MS);
  return {
    session,
    caller: new ChatClient({ ...options, fetch: impatientFetch }),
    responder: new ChatClient({ ...options, url: `${url}/responder`, fetch: impatientFetch }),
  };
}
