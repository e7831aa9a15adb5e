import { afterEach, describe, expect, it, vi } from "vitest";
import { LEG_CLOSE } from "../../src/core/leg";
import { fetchEdge, post, type EdgeAnswer } from "./support/edge";
import { FakeSession } from "./support/fake-session";

const CHAT = "/v1/chat/completions";
/** Beats in quick succession, so that a test waits for none. */
const QUICK = {
  OPEN_LOCAL: "1",
  LOG_LEVEL: "info",
  COMMIT_DELAY: "0.02",
  HEARTBEAT_INTERVAL: "0.05",
};
/** The headers wait for the reply. */
const PATIENT = { ...QUICK, COMMIT_DELAY: "25" };

interface Ask {
  readonly stream?: boolean;
  readonly variables?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

interface Asked {
  readonly session: FakeSession;
  readonly answer: Promise<EdgeAnswer>;
}

function ask({ stream = false, variables = QUICK, headers = {}, signal }: Ask = {}): Asked {
  const session = new FakeSession();
  const body = { model: "demo", stream, messages: [{ role: "user", content: "Hello?" }] };
  const init = { ...post(body, headers), ...(signal === undefined ? {} : { signal }) };
  return { session, answer: fetchEdge(CHAT, init, { variables, session: session.stub }) };
}

async function readUntil(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  text: string,
): Promise<string> {
  const decoder = new TextDecoder();
  let read = "";
  while (!read.includes(text)) {
    const { done, value } = await reader.read();
    if (done) break;
    read += decoder.decode(value, { stream: true });
  }
  return read;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a request that is answered at once", () => {
  it("[PAIR-14] gets its reply, and the delivery is confirmed", async () => {
    const { session, answer } = ask({ variables: PATIENT });
    await session.hasReceived("open");
    session.says({ type: "held" });
    session.answers("Hi.");
    const { response, settled } = await answer;
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      object: "chat.completion",
      model: "demo",
      choices: [{ message: { role: "assistant", content: "Hi." }, finish_reason: "stop" }],
    });
    await settled();
    expect([session.receivedTypes(), await session.isClosed()]).toEqual([
      ["open", "delivered"],
      LEG_CLOSE.done,
    ]);
  });

  it("[PAIR-17] gets an error with its own status", async () => {
    const { session, answer } = ask({ stream: true, variables: PATIENT });
    await session.hasReceived("open");
    session.fails();
    const { response, settled } = await answer;
    expect([response.status, response.headers.get("x-should-retry")]).toEqual([400, "false"]);
    expect(await response.json()).toMatchObject({
      error: { code: "turn_timeout", message: "Nobody answered." },
    });
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
  });

  it("hands over what the pairing rules need", async () => {
    const headers = {
      "x-motive-seat": "responder",
      "x-stainless-retry-count": "2",
      "idempotency-key": "key-1",
      "x-openwebui-chat-id": "chat-1",
      session_id: "s-1",
      authorization: "Bearer me",
    };
    const { session, answer } = ask({ variables: PATIENT, headers });
    await session.hasReceived("open");
    expect(session.opening).toMatchObject({
      dialect: "openai-chat",
      seat: "responder",
      retryCount: 2,
      idempotencyKey: "key-1",
      threadIds: ["openwebui:chat-1", "codex:s-1"],
      sideRequest: null,
      request: { messages: [{ role: "user", parts: [{ type: "text", text: "Hello?" }] }] },
    });
    expect(session.opening.identity).toMatch(/^[\w-]{22}$/);
    expect(session.opening.digests.raw).toMatch(/^[\w-]{22}$/);
    session.answers("ok");
    await (await answer).response.text();
  });
});

describe("a request that waits", () => {
  it("gets white space before its JSON, and nothing that compressors or caches may change", async () => {
    const { session, answer } = ask();
    const { response, settled } = await answer;
    const { headers } = response;
    expect([
      response.status,
      headers.get("content-encoding"),
      headers.get("cache-control"),
      headers.get("x-accel-buffering"),
      headers.get("content-length"),
    ]).toEqual([200, "identity", "no-store, no-cache, no-transform", "no", null]);
    const reader = response.body!.getReader();
    expect(await readUntil(reader, "  ")).toMatch(/^ +$/);
    session.answers("Late.");
    const text = await readUntil(reader, "never");
    expect(JSON.parse(text)).toMatchObject({ choices: [{ message: { content: "Late." } }] });
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
  });

  it("[PAIR-17] is cut, never completed with an invention, when a JSON reply fails", async () => {
    const { session, answer } = ask();
    const { response, settled } = await answer;
    session.fails();
    // White space alone: no client takes it for an answer, and none for a lost connection, which it would retry.
    expect(await response.text()).toMatch(/^ +$/);
    await settled();
    expect([session.receivedTypes(), await session.isClosed()]).toEqual([
      ["open"],
      LEG_CLOSE.clientLeft,
    ]);
  });

  it("streams comments until the reply", async () => {
    const { session, answer } = ask({ stream: true });
    const { response, settled } = await answer;
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const reader = response.body!.getReader();
    expect(await readUntil(reader, "data: ")).toContain('"role":"assistant"');
    expect(await readUntil(reader, "\n: ")).toMatch(/: /);
    session.answers("Streamed.");
    expect(await readUntil(reader, "never")).toMatch(/"Streamed\.".*data: \[DONE\]\n\n\n*$/s);
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
  });

  it("[PAIR-17] gets an error in its stream", async () => {
    const { session, answer } = ask({ stream: true });
    const { response, settled } = await answer;
    session.fails();
    expect(await response.text()).toContain('"code":"turn_timeout"');
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
  });

  it("gets events instead of comments where the operator wants them", async () => {
    const { session, answer } = ask({ stream: true, variables: { ...QUICK, HEARTBEAT: "event" } });
    const { response } = await answer;
    const reader = response.body!.getReader();
    expect(await readUntil(reader, '"content":""}')).not.toMatch(/^: /m);
    session.answers("x");
    expect(await readUntil(reader, "never")).not.toMatch(/^: /m);
  });

  it("gets nothing where heartbeats are off, and a late error keeps its status", async () => {
    const { session, answer } = ask({
      variables: { ...QUICK, HEARTBEAT: "off", COMMIT_DELAY: "0" },
    });
    await session.hasReceived("open");
    session.says({ type: "probe" });
    await session.hasReceived("probed");
    session.fails();
    const { response } = await answer;
    expect(response.status).toBe(400);
    expect((await response.text()).startsWith("{")).toBe(true);
  });

  it("[PAIR-18] is served through a new leg when the first one is lost", async () => {
    const { session, answer } = ask({ stream: true });
    const { response, settled } = await answer;
    session.says({ type: "held" });
    session.losesLeg();
    const text = response.text();
    await session.hasReceived("attach");
    session.answers("Still here.");
    expect(await text).toContain("Still here.");
    await settled();
    expect([session.receivedTypes(), session.legCount]).toEqual([
      ["open", "attach", "delivered"],
      2,
    ]);
    expect(session.received[1]).toEqual({ type: "attach", holdId: session.opening.holdId });
  });

  it("[PAIR-6] proves to a probe that its client is there, and commits its response for that", async () => {
    const { session, answer } = ask({ variables: PATIENT });
    await session.hasReceived("open");
    session.says({ type: "probe" });
    const { response } = await answer;
    expect(response.status).toBe(200);
    const text = response.text();
    await session.hasReceived("probed");
    session.answers("x");
    expect(JSON.parse(await text)).toMatchObject({ object: "chat.completion" });
  });
});

describe("a client that leaves", () => {
  it.each([true, false])("[PAIR-12] is noticed by a write (stream: %s)", async (stream) => {
    const { session, answer } = ask({ stream });
    const { response, settled } = await answer;
    await response.body!.cancel();
    expect(await session.isClosed()).toBe(LEG_CLOSE.clientLeft);
    await settled();
    expect(session.receivedTypes()).toEqual(["open"]);
  });

  it("[PAIR-12] is noticed by the runtime's signal before any write", async () => {
    const client = new AbortController();
    const { session, answer } = ask({ variables: PATIENT, signal: client.signal });
    await session.hasReceived("open");
    client.abort();
    expect(await session.isClosed()).toBe(LEG_CLOSE.clientLeft);
    await answer;
  });

  it("[PAIR-14] before the reply has it not delivered", async () => {
    const variables = { ...QUICK, HEARTBEAT_INTERVAL: "300" };
    const { session, answer } = ask({ stream: true, variables });
    const { response, settled } = await answer;
    await response.body!.cancel();
    session.answers("Too late.");
    expect(await session.isClosed()).toBe(LEG_CLOSE.clientLeft);
    await settled();
    expect(session.receivedTypes()).toEqual(["open"]);
  });

  it("[PAIR-14] in the middle of the reply has it not delivered", async () => {
    const { session, answer } = ask({ variables: PATIENT });
    await session.hasReceived("open");
    session.answers("x".repeat(1_000_000));
    const { response, settled } = await answer;
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    await settled();
    expect(session.receivedTypes()).toEqual(["open"]);
  });

  it.each([true, false])(
    "[PAIR-14] with the last byte that means anything has it not delivered (stream: %s)",
    async (stream) => {
      const { session, answer } = ask({ stream, variables: PATIENT });
      await session.hasReceived("open");
      session.answers("Everything but the end.");
      const { response, settled } = await answer;
      const reader = response.body!.getReader();
      await readUntil(reader, stream ? "[DONE]" : '"usage"');
      await reader.cancel();
      await settled();
      expect(session.receivedTypes()).toEqual(["open"]);
    },
  );

  it("[PAIR-14] while it is being probed has it not delivered, though the first writes succeed", async () => {
    const variables = { ...QUICK, HEARTBEAT_INTERVAL: "300" };
    const { session, answer } = ask({ variables });
    const { response } = await answer;
    session.says({ type: "probe" });
    session.answers("Too late.");
    await response.body!.cancel();
    expect(await session.isClosed()).toBe(LEG_CLOSE.clientLeft);
    expect(session.receivedTypes()).toEqual(["open"]);
  });

  it("[PAIR-6] is found out by a probe", async () => {
    const variables = { ...QUICK, HEARTBEAT_INTERVAL: "300" };
    const { session, answer } = ask({ variables });
    const { response } = await answer;
    await response.body!.cancel();
    session.says({ type: "probe" });
    expect(await session.isClosed()).toBe(LEG_CLOSE.clientLeft);
    expect(session.receivedTypes()).toEqual(["open"]);
  });
});

describe("the log", () => {
  it("has one line for a request, at its end, without its content or its key", async () => {
    const lines: string[] = [];
    vi.spyOn(console, "info").mockImplementation((line: string) => lines.push(line));
    const { session, answer } = ask({ headers: { authorization: "Bearer sk-secret" } });
    const { response, settled } = await answer;
    expect(lines).toEqual([]);
    session.answers("A reply.");
    await response.text();
    await settled();
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        level: "info",
        event: "request",
        request: response.headers.get("x-request-id"),
        method: "POST",
        path: CHAT,
        status: 200,
        principal: "local",
        session: "demo",
        hold: session.opening.holdId,
        stream: false,
        turn: null,
        outcome: "delivered",
        duration_ms: expect.any(Number) as unknown,
      },
    ]);
    expect(lines.join("")).not.toMatch(/sk-secret|Hello\?|A reply/);
  });

  it("says nothing below the level of the settings", async () => {
    const info = vi.spyOn(console, "info").mockImplementation(() => {});
    const { response } = await fetchEdge(
      "/v1/models",
      {},
      { variables: { OPEN_LOCAL: "1", LOG_LEVEL: "warn" } },
    );
    await response.text();
    expect(info).not.toHaveBeenCalled();
  });
});
