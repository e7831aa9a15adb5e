import { describe, expect, it } from "vitest";
import { LIMITS } from "../../src/core/limits";
import { checkMessageSizes } from "../../src/worker/check-message-sizes";
import { readBody } from "../../src/worker/read-body";
import { ask, directoryStub, sessionStub, untilStatus } from "./support/conversation";
import { fetchEdge, fetchWorker, post } from "./support/edge";
import { FakeSession } from "./support/fake-session";

const CHAT = "/v1/chat/completions";
const QUIET = { OPEN_LOCAL: "1", LOG_LEVEL: "error" };
const MIB = 1024 * 1024;
/** A request that is read to its end and then refused for its name: no session, and no wait. */
const NAMELESS = { model: " ", messages: [{ role: "user", content: "?" }] };

async function codeOf(body: unknown, variables: Record<string, string> = QUIET): Promise<string> {
  const { response, settled } = await fetchEdge(CHAT, post(body), { variables });
  const { error } = await response.json<{ error: { code: string; param: string | null } }>();
  await settled();
  return `${response.status} ${error.code} ${error.param ?? ""}`.trim();
}

const NAME_REFUSED = "400 invalid_model model";

const nestedTo = (depth: number): string =>
  JSON.stringify(NAMELESS).replace("{", `{"x":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)},`);

const withMessages = (count: number) => ({
  ...NAMELESS,
  messages: Array.from({ length: count }, () => ({ role: "user", content: "?" })),
});

const withTools = (count: number) => ({
  ...NAMELESS,
  tools: Array.from({ length: count }, (_, index) => ({
    type: "function",
    function: { name: `tool_${index}` },
  })),
});

const withLengths = (...lengths: readonly number[]) => ({
  ...NAMELESS,
  messages: lengths.map((length) => ({ role: "user", content: "x".repeat(length) })),
});

describe("[PAIR-19] a request", () => {
  it("may have as many bytes as the setting says, and no more", async () => {
    const variables = { ...QUIET, MAX_BODY_BYTES: "1024" };
    const text = JSON.stringify(NAMELESS);
    expect(await codeOf(text.padEnd(1_024), variables)).toBe(NAME_REFUSED);
    expect(await codeOf(text.padEnd(1_025), variables)).toBe("413 request_too_large");
  });

  it("may nest as deep as the limit, and no deeper", async () => {
    expect(await codeOf(nestedTo(LIMITS.jsonDepthMax))).toBe(NAME_REFUSED);
    expect(await codeOf(nestedTo(LIMITS.jsonDepthMax + 1))).toBe("400 json_too_deep");
  });

  it("may have as many messages as the limit, and no more", async () => {
    expect(await codeOf(withMessages(LIMITS.messagesPerRequestMax))).toBe(NAME_REFUSED);
    expect(await codeOf(withMessages(LIMITS.messagesPerRequestMax + 1))).toMatch(
      /^400 \w+ messages$/,
    );
  });

  it("may have as many tools as the limit, and no more", async () => {
    expect(await codeOf(withTools(LIMITS.toolsPerRequestMax))).toBe(NAME_REFUSED);
    expect(await codeOf(withTools(LIMITS.toolsPerRequestMax + 1))).toMatch(/^400 \w+ tools$/);
  });

  it("may have messages as long as the limit, and no longer", async () => {
    const message = { role: "user", parts: [{ type: "text", text: "é" }] } as const;
    const bytes = new TextEncoder().encode(JSON.stringify(message)).byteLength;
    const check = (role: "user" | "system", bytesMax: number) =>
      checkMessageSizes(bytes * 2, [{ ...message, role }, message], "contents", bytesMax);
    expect(check("user", bytes)).toBeNull();
    expect(check("user", bytes - 1)).toEqual({
      kind: "too-large",
      status: 413,
      code: "message_too_large",
      message: `Message 1 of 2, of the role 'user', is too large: one may have ${bytes - 1} bytes.`,
      param: "contents",
    });
    // A dialect may have its instructions in a field of their own.
    expect(check("system", bytes - 1)).toMatchObject({ param: null });
    const variables = { ...QUIET, MAX_BODY_BYTES: String(16 * MIB) };
    expect(await codeOf(withLengths(7 * MIB, 7 * MIB), variables)).toBe(NAME_REFUSED);
    expect(await codeOf(withLengths(1, LIMITS.messageBytesMax), variables)).toBe(
      "413 message_too_large messages",
    );
  });

  it("is given up when its body stops coming, and not before", async () => {
    const encoder = new TextEncoder();
    const requestOf = (pauses: readonly number[]): Request => {
      const rest = [...pauses];
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const pauseMs = rest.shift();
          if (pauseMs === undefined) {
            controller.close();
            return;
          }
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
          controller.enqueue(encoder.encode("x"));
        },
      });
      return new Request("http://localhost", { method: "POST", body });
    };
    const never = 2 ** 30;
    expect(await readBody(requestOf([0, never]), 10, 50)).toMatchObject({
      ok: false,
      error: { status: 400, code: "body_timeout" },
    });
    const slow = Array.from({ length: 8 }, () => 100);
    expect(await readBody(requestOf(slow), 10, 700)).toMatchObject({ ok: true });
  });

  it("may carry ids of any length: what is kept of them is bounded", async () => {
    const session = new FakeSession();
    const headers = {
      "idempotency-key": "k".repeat(10_000),
      "x-openwebui-chat-id": "c".repeat(10_000),
      "user-agent": "u".repeat(10_000),
    };
    const answer = fetchEdge(CHAT, post({ ...NAMELESS, model: "ids" }, headers), {
      session: session.stub,
      variables: QUIET,
    });
    await session.hasReceived("open");
    const { idempotencyKey, threadIds, identity } = session.opening;
    expect([idempotencyKey, ...threadIds, identity].map((id) => (id ?? "").length)).toEqual([
      22, 22, 22,
    ]);
    session.answers("ok");
    const { response, settled } = await answer;
    await response.text();
    await settled();
  });
});

describe("[PAIR-19] a session's name", () => {
  const WIDEST = "🦊".repeat(LIMITS.sessionNameCharsMax);

  it("may have 256 characters of four bytes each, through every part", async () => {
    const question = ask(WIDEST, "Is there room?", { seat: "caller" });
    await untilStatus(WIDEST, "caller-waits");
    const path = `/sessions/${encodeURIComponent(WIDEST)}`;
    const described = await fetchWorker(path);
    expect(await described.json()).toMatchObject({ name: WIDEST, status: "caller-waits" });
    const answered = await fetchWorker(`${path}/replies`, post({ text: "There is." }));
    expect(answered.status).toBe(200);
    await answered.text();
    expect((await question).text).toBe("There is.");
    const listed = await directoryStub().find(WIDEST);
    expect(listed?.name).toBe(WIDEST);
  });

  it("may have no 257", async () => {
    expect((await ask(`${WIDEST}x`, "?")).code).toBe("invalid_model");
    const response = await fetchWorker(`/sessions/${encodeURIComponent(`${WIDEST}x`)}`);
    expect(response.status).toBe(404);
    await response.text();
  });
});

describe("[PAIR-19] the legs of a session", () => {
  it("are as many as the limit, and the next request is told to come again", async () => {
    const stub = sessionStub("crowded");
    const legs: WebSocket[] = [];
    for (let index = 0; index < LIMITS.legsMax; index += 1) {
      const { webSocket } = await stub.fetch("https://session/leg", {
        headers: { Upgrade: "websocket" },
      });
      if (webSocket === null) throw new Error(`Leg ${index} was refused.`);
      webSocket.accept();
      legs.push(webSocket);
    }
    const response = await fetchWorker(
      `/caller${CHAT}`,
      post({ model: "crowded", messages: NAMELESS.messages }),
    );
    const { error } = await response.json<{ error: { code: string } }>();
    expect([response.status, error.code, response.headers.get("retry-after")]).toEqual([
      503,
      "session_busy",
      "10",
    ]);
    // Another session is not concerned, and this one has room again when legs are closed.
    expect(await questionAndAnswer("calm")).toBe("Served.");
    for (const leg of legs) leg.close(4_000, "done");
    expect(await questionAndAnswer("crowded")).toBe("Served.");
  });
});

async function questionAndAnswer(session: string): Promise<string | null> {
  const question = ask(session, "?", { seat: "caller" });
  await untilStatus(session, "caller-waits");
  const answered = await fetchWorker(`/sessions/${session}/replies`, post({ text: "Served." }));
  await answered.text();
  return (await question).text;
}

describe("[PAIR-19] a client that does not read", () => {
  it("is given up after the time that a turn may take, and keeps its reply for a retry", async () => {
    const session = new FakeSession();
    const answer = fetchEdge(
      CHAT,
      post({ model: "unread", messages: NAMELESS.messages, stream: true }),
      { session: session.stub, variables: { ...QUIET, TURN_TIMEOUT: "0.2" } },
    );
    await session.hasReceived("open");
    session.answers("x".repeat(MIB));
    const { response, settled } = await answer;
    await settled();
    expect(session.receivedTypes()).toEqual(["open"]);
    expect(await session.isClosed()).toBe(4_001);
    await response.body?.cancel();
  });
});

describe("[PAIR-19] a long transcript", () => {
  it("comes whole, in pages that a message between the objects can carry", async () => {
    const text = "x".repeat(3 * MIB);
    for (let index = 0; index < 3; index += 1) {
      const question = ask("long", `${index} ${text}`, { seat: "caller" });
      await untilStatus("long", "caller-waits");
      const reply = await fetchWorker("/sessions/long/replies", post({ text: `answer ${index}` }));
      await reply.text();
      expect((await question).text).toBe(`answer ${index}`);
      await untilStatus("long", "idle");
    }
    const response = await fetchWorker("/sessions/long/transcript");
    const { events } = await response.json<{ events: readonly { type: string }[] }>();
    expect(events.filter(({ type }) => type === "turn-answered")).toHaveLength(3);
    expect(JSON.stringify(events).length).toBeGreaterThan(9 * MIB);
  });
});
