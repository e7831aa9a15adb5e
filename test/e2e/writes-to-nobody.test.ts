import { describe, expect, it } from "vitest";
import { WRITE_TO_NOBODY } from "../fuzz/write-to-nobody.ts";
import { chatBody, RawClient, rawRequest } from "./support/raw-client.ts";
import { newSessionName, waitForHolds } from "./support/sessions.ts";
import { useTinyWorker } from "./support/tiny-worker.ts";
import { useOwnServer } from "./support/use-server.ts";
import { waitFor } from "./support/wait-for.ts";

const ATTEMPTS = 10;
/** A busy runtime may be late with the news of a departure, but not each time. */
const ROUNDS = 2;

/** The first write has wrangler's proxy find out that the client left; whether what follows waits for the news is what differs. */
const TINY_WORKER = `
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const space = new TextEncoder().encode(" ");
const left = new Set();
const ended = new Set();

async function writeToNobody(manner, attempt, writer) {
  await writer.write(space);
  while (!left.has(attempt)) await pause(10);
  await writer.write(space);
  await pause(50);
  await writer.write(space);
  if (manner !== "at-once") await pause(50);
  await writer.write(space);
}

export default {
  async fetch(request, environment, context) {
    const [, step, manner, attempt] = new URL(request.url).pathname.split("/");
    if (step === "left") left.add(attempt);
    if (step !== "write") return Response.json({ ended: ended.has(attempt) });
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    writer.closed.catch(() => {});
    const written = writeToNobody(manner, attempt, writer).finally(() => ended.add(attempt));
    context.waitUntil(manner === "unhandled" ? written : written.catch(() => {}));
    return new Response(readable, { headers: { "content-encoding": "identity" } });
  },
};
`;

describe("wrangler and its runtime, with a Worker of a few lines", () => {
  const worker = useTinyWorker(TINY_WORKER);

  // How the news and the writes meet is the machine's, so what happens as a rule is waited for.
  it("a response whose client has left and that is written at once is an uncaught error of the response", async () => {
    const told = await untilTold("at-once", (lines) => lines.length > 0);
    // Each of the two connections on the way may tell of it.
    expect([...new Set(told)]).toEqual([WRITE_TO_NOBODY]);
  });

  it("one that is written with pauses is a failed write, and no error of its own", async () => {
    expect(await untilTold("apart", (told) => told.length === 0)).toEqual([]);
  });

  it("a failed write that nobody handles has another source", async () => {
    const told = await untilTold("unhandled", (lines) => lines.length > 0);
    expect(told.length).toBeGreaterThan(0);
    expect(told).not.toContain(WRITE_TO_NOBODY);
  });

  /** What the first attempt told that is as it should be, or the last one. */
  async function untilTold(
    manner: string,
    isExpected: (told: readonly string[]) => boolean,
  ): Promise<readonly string[]> {
    let told = await whatIsToldOf(manner, `${manner}-0`);
    for (let attempt = 1; attempt < ATTEMPTS && !isExpected(told); attempt += 1)
      told = await whatIsToldOf(manner, `${manner}-${attempt}`);
    return told;
  }

  /** The runtime's lines on what nobody caught, once the Worker has written to a client that left. */
  async function whatIsToldOf(manner: string, attempt: string): Promise<readonly string[]> {
    const { port, url } = worker();
    const mark = worker().output.length;
    const client = new RawClient(port);
    await client.write(rawRequest({ method: "GET", path: `/write/${manner}/${attempt}` }));
    await client.waitForStatus();
    client.close();
    await client.waitForClose();
    await fetch(`${url}/left/${manner}/${attempt}`);
    await waitFor("the last write", async () => {
      const response = await fetch(`${url}/ended/${manner}/${attempt}`);
      return ((await response.json()) as { ended: boolean }).ended;
    });
    // Its own request is told of after what went before.
    await waitFor("the log", () =>
      worker().output.slice(mark).includes(`/ended/${manner}/${attempt}`),
    );
    const lines = worker().output.slice(mark).split("\n");
    return lines.filter((line) => line.startsWith("uncaught exception; "));
  }
});

describe("a reply to a caller that left since its last heartbeat", () => {
  const server = useOwnServer({
    settings: { MOTIVE_PROXY_COMMIT_DELAY: "0.2", MOTIVE_PROXY_HEARTBEAT_INTERVAL: "300" },
  });
  /** Without the beats before the end some of them are errors, in about half of the rounds. */
  const CALLERS = 5;

  it.each([true, false])("is no error in the log (stream: %s)", async (stream) => {
    let written = await leaveBeforeReplies(stream);
    for (let round = 1; round < ROUNDS && /uncaught/i.test(written); round += 1)
      written = await leaveBeforeReplies(stream);
    expect(written).not.toMatch(/uncaught/i);
  });

  /** What the server wrote meanwhile. */
  async function leaveBeforeReplies(stream: boolean): Promise<string> {
    const mark = server().output.length;
    const lines = (): string => server().output.slice(mark);
    const session = newSessionName("left");
    for (let count = 1; count <= CALLERS; count += 1) {
      const client = new RawClient(server().port);
      const body = chatBody(session, `Question ${count}?`, { stream });
      await client.write(rawRequest({ path: "/caller/v1/chat/completions", body }));
      await waitForHolds(server().url, session, 1);
      await client.waitForStatus();
      client.close();
      await client.waitForClose();
      await answerAsOperator(session);
      await waitFor("the end of the attempt", () => {
        return lines().split('"outcome":"not-delivered"').length === count + 1;
      });
    }
    return lines();
  }

  async function answerAsOperator(session: string): Promise<void> {
    const response = await fetch(`${server().url}/sessions/${session}/replies`, {
      method: "POST",
      // Several events, and a text of several pieces, follow each other at once.
      body: JSON.stringify({
        text: "You were gone. ".repeat(20_000),
        tool_calls: [{ name: "wait", arguments: {} }],
        unchecked: true,
      }),
    });
    expect(response.status).toBe(200);
  }
});
