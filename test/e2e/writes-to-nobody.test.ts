import { describe, expect, it } from "vitest";
import { WRITE_TO_NOBODY } from "../fuzz/write-to-nobody.ts";
import { chatBody, RawClient, rawRequest } from "./support/raw-client.ts";
import { useServer } from "./support/server.ts";
import { newSessionName, waitForHolds } from "./support/sessions.ts";
import { useTinyWorker } from "./support/tiny-worker.ts";
import { waitFor } from "./support/wait-for.ts";

/** The first write has wrangler's proxy find out that the client left; whether what follows waits for the news is what differs. */
const TINY_WORKER = `
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const space = new TextEncoder().encode(" ");
const left = new Set();
const ended = new Set();

async function writeToNobody(manner, writer) {
  await writer.write(space);
  while (!left.has(manner)) await pause(10);
  await writer.write(space);
  await pause(50);
  await writer.write(space);
  if (manner !== "at-once") await pause(50);
  await writer.write(space);
}

export default {
  async fetch(request, environment, context) {
    const [, step, manner] = new URL(request.url).pathname.split("/");
    if (step === "left") left.add(manner);
    if (step !== "write") return Response.json({ ended: ended.has(manner) });
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    writer.closed.catch(() => {});
    const written = writeToNobody(manner, writer).finally(() => ended.add(manner));
    context.waitUntil(manner === "unhandled" ? written : written.catch(() => {}));
    return new Response(readable, { headers: { "content-encoding": "identity" } });
  },
};
`;

describe("wrangler and its runtime, with a Worker of a few lines", () => {
  const worker = useTinyWorker(TINY_WORKER);

  it.each([
    ["at-once", "is an uncaught error of the response", [WRITE_TO_NOBODY]],
    ["apart", "is a failed write, and no error of its own", []],
  ] as const)(
    "a response whose client has left and that is written %s %s",
    async (manner, _, told) => {
      expect(await whatIsToldOf(manner)).toEqual(told);
    },
  );

  it("a failed write that nobody handles has another source", async () => {
    const told = await whatIsToldOf("unhandled");
    expect(told.length).toBeGreaterThan(0);
    expect(told).not.toContain(WRITE_TO_NOBODY);
  });

  /** The runtime's lines on what nobody caught, once the Worker has written to a client that left. */
  async function whatIsToldOf(manner: string): Promise<readonly string[]> {
    const { port, url } = worker();
    const mark = worker().output.length;
    const client = new RawClient(port);
    await client.write(rawRequest({ method: "GET", path: `/write/${manner}` }));
    await client.waitForStatus();
    client.close();
    await client.waitForClose();
    await fetch(`${url}/left/${manner}`);
    await waitFor("the last write", async () => {
      const response = await fetch(`${url}/ended/${manner}`);
      return ((await response.json()) as { ended: boolean }).ended;
    });
    // Its own request is told of after what went before.
    await waitFor("the log", () => worker().output.slice(mark).includes(`/ended/${manner}`));
    const lines = worker().output.slice(mark).split("\n");
    return lines.filter((line) => line.startsWith("uncaught exception; "));
  }
});

describe("a reply to a caller that left since its last heartbeat", () => {
  const server = useServer({
    settings: { MOTIVE_PROXY_COMMIT_DELAY: "0.2", MOTIVE_PROXY_HEARTBEAT_INTERVAL: "300" },
  });
  const CALLERS = 5;

  it.each([true, false])("is no error in the log (stream: %s)", async (stream) => {
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
    expect(lines()).not.toMatch(/uncaught/i);
  });

  async function answerAsOperator(session: string): Promise<void> {
    const response = await fetch(`${server().url}/sessions/${session}/replies`, {
      method: "POST",
      body: JSON.stringify({ text: "You were gone." }),
    });
    expect(response.status).toBe(200);
  }
});
