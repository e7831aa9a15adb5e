import { describe, expect, it, vi } from "vitest";
import { chunked, fetchEdge, fetchWorker, post } from "./support/edge";

const MESSAGES = [{ role: "user", content: "Hello" }];
const CHAT = "/v1/chat/completions";
const MEBIBYTE = new Uint8Array(1024 * 1024).fill(0x20);

interface WireError {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
  };
}

async function errorOf(
  response: Response,
): Promise<WireError["error"] & { readonly status: number }> {
  expect(response.headers.get("content-type")).toContain("application/json");
  const { error } = await response.json<WireError>();
  expect(Object.keys(error).toSorted()).toEqual(["code", "message", "param", "type"]);
  return { ...error, status: response.status };
}

describe("a bad request", () => {
  const cases: readonly (readonly [string, string, RequestInit, object])[] = [
    ["an empty body", CHAT, { method: "POST" }, { status: 400, code: "empty_body" }],
    ["broken JSON", CHAT, post('{"model": "a", '), { status: 400, code: "invalid_json" }],
    ["a body that is no object", CHAT, post([1, 2]), { status: 400, code: "invalid_body" }],
    ["too deep JSON", CHAT, post("[".repeat(10_000)), { status: 400, code: "json_too_deep" }],
    [
      "a body that is no UTF-8",
      CHAT,
      { method: "POST", body: new Uint8Array([0x7b, 0xff, 0x7d]) },
      { status: 400, code: "invalid_utf8" },
    ],
    ["no model", CHAT, post({ messages: MESSAGES }), { status: 400, param: "model" }],
    [
      "an empty model",
      CHAT,
      post({ model: " ", messages: MESSAGES }),
      { status: 400, param: "model" },
    ],
    [
      "a model of 300 characters",
      CHAT,
      post({ model: "m".repeat(300), messages: MESSAGES }),
      { status: 400, param: "model", code: "invalid_model" },
    ],
    [
      "a control character in the model",
      CHAT,
      post({ model: "a\u0007b", messages: MESSAGES }),
      { status: 400, param: "model" },
    ],
    [
      "a model that is no text",
      CHAT,
      post({ model: 7, messages: MESSAGES }),
      { status: 400, param: "model" },
    ],
    ["no messages", CHAT, post({ model: "bad" }), { status: 400, param: "messages" }],
    [
      "empty messages",
      CHAT,
      post({ model: "bad", messages: [] }),
      { status: 400, param: "messages" },
    ],
    [
      "messages that are no list",
      CHAT,
      post({ model: "bad", messages: "hi" }),
      { status: 400, param: "messages" },
    ],
    [
      "an unknown role",
      CHAT,
      post({ model: "bad", messages: [{ role: "king", content: "hi" }] }),
      { status: 400, param: "messages[0].role" },
    ],
    [
      "9 MiB in one piece",
      CHAT,
      post(" ".repeat(9 * 1024 * 1024)),
      { status: 413, code: "request_too_large" },
    ],
    [
      "9 MiB without a length",
      CHAT,
      { method: "POST", body: chunked(MEBIBYTE, 9) },
      { status: 413, code: "request_too_large" },
    ],
    ["a wrong method", CHAT, { method: "GET" }, { status: 405, code: "method_not_allowed" }],
    [
      "a wrong method for models",
      "/v1/models",
      { method: "DELETE" },
      { status: 405, code: "method_not_allowed" },
    ],
    ["an unknown path", "/v1/nothing", { method: "POST" }, { status: 404, code: "not_found" }],
    ["the root", "/", { method: "POST" }, { status: 405, code: "method_not_allowed" }],
    [
      "an unknown model",
      "/v1/models/bad",
      {},
      { status: 404, code: "model_not_found", param: "model" },
    ],
    [
      "an impossible model",
      `/v1/models/${"m".repeat(300)}`,
      {},
      { status: 404, code: "model_not_found" },
    ],
    ["an unknown session", "/sessions/bad", {}, { status: 404, code: "session_not_found" }],
    [
      "the transcript of none",
      "/sessions/bad/transcript",
      {},
      { status: 404, code: "session_not_found" },
    ],
    [
      "the end of none",
      "/sessions/bad",
      { method: "DELETE" },
      { status: 404, code: "session_not_found" },
    ],
    ["a path below a session", "/sessions/bad/nothing", {}, { status: 404, code: "not_found" }],
    ["a listing of -1", "/sessions?limit=-1", {}, { status: 400, param: "limit" }],
    [
      "a seat that is none",
      CHAT,
      post({ model: "bad", messages: MESSAGES }, { "X-Motive-Seat": "king" }),
      { status: 400, code: "invalid_seat" },
    ],
    [
      "two seats",
      `/caller${CHAT}`,
      post({ model: "bad", messages: MESSAGES }, { "X-Motive-Seat": "responder" }),
      { status: 400, code: "contradicting_seats" },
    ],
    [
      "an unknown responder",
      "/sessions/bad/responder",
      { ...post({ kind: "x" }), method: "PUT" },
      { status: 400, param: "kind" },
    ],
    ["an answer without content", "/sessions/bad/replies", post({}), { status: 400 }],
    [
      "an answer with two contents",
      "/sessions/bad/replies",
      post({ text: "a", refusal: "b" }),
      { status: 400 },
    ],
    [
      "an answer to two targets",
      "/sessions/bad/replies",
      post({ text: "a", turn: 1, hold: "h" }),
      { status: 400 },
    ],
    [
      "an answer to nothing",
      "/sessions/bad/replies",
      post({ text: "a" }),
      { status: 404, code: "turn_not_found" },
    ],
    [
      "tool arguments that are a list",
      "/sessions/bad/replies",
      post({ tool_calls: [{ name: "f", arguments: [] }] }),
      { status: 400, param: "tool_calls[0].arguments" },
    ],
  ];

  it.each(cases)(
    "[PAIR-19] with %s gets its status and says what is wrong",
    async (_what, path, init, expected) => {
      const error = await errorOf(await fetchWorker(path, init));
      expect(error).toMatchObject(expected);
      expect(error.message.length).toBeGreaterThan(10);
    },
  );

  it("creates no session", async () => {
    for (const [, path, init] of cases) {
      if (init.body instanceof ReadableStream) continue;
      await (await fetchWorker(path, init)).arrayBuffer();
    }
    expect(await (await fetchWorker("/sessions")).json()).toEqual({
      sessions: [],
      next_before: null,
    });
    expect(await (await fetchWorker("/v1/models")).json()).toEqual({
      object: "list",
      data: [],
      has_more: false,
      first_id: null,
      last_id: null,
    });
  });

  it.each([
    "/v1/chat/completions/chat/completions",
    "/v1/messages/v1/messages",
    "/v1/responder/chat/completions",
    "/openai/v1/responses",
    "/api/chat/api/chat",
  ])("to a wrong base URL hears how it is written: %s", async (path) => {
    const { response } = await fetchEdge(path, post({}));
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("base URL is the address of this server");
  });

  it("with too large a body is read no further than sixteen times the limit", async () => {
    let pulls = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulls += 1;
          if (pulls > 1_000) controller.close();
          else controller.enqueue(MEBIBYTE.slice());
        },
      },
      { highWaterMark: 0 },
    );
    const { response } = await fetchEdge(CHAT, { method: "POST", body });
    expect((await errorOf(response)).status).toBe(413);
    expect(pulls).toBeLessThanOrEqual(16 * 8 + 2);
  });

  it("with too large a body is answered though the client neither goes on nor ends", async () => {
    let pulls = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulls += 1;
        if (pulls <= 9) controller.enqueue(MEBIBYTE.slice());
        // The tenth chunk never comes.
        else return new Promise(() => {});
        return undefined;
      },
    });
    const { response } = await fetchEdge(CHAT, { method: "POST", body });
    expect((await errorOf(response)).status).toBe(413);
  });

  it("whose body breaks off is the client's fault, not the server's", async () => {
    const error = vi.spyOn(console, "error");
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error("connection lost"));
      },
    });
    const { response } = await fetchEdge(CHAT, { method: "POST", body });
    expect(await errorOf(response)).toMatchObject({ status: 400, code: "incomplete_body" });
    expect(error).not.toHaveBeenCalled();
  });

  it("with a wrong method is told the right ones", async () => {
    const answers = await Promise.all(
      [CHAT, "/v1/models", "/sessions/x"].map((path) => fetchWorker(path, { method: "PATCH" })),
    );
    for (const answer of answers) await answer.text();
    expect(answers.map((answer) => answer.headers.get("allow"))).toEqual([
      "POST, OPTIONS",
      "GET, HEAD, OPTIONS",
      "GET, DELETE, HEAD, OPTIONS",
    ]);
  });
});

describe("the server's own faults", () => {
  it("are a 500 that tells nothing of the inside but the request's id", async () => {
    const session = {
      describe: () => Promise.reject(new Error("secret inside")),
    } as never;
    const { response } = await fetchEdge("/sessions/x", {}, { session });
    const requestId = response.headers.get("x-request-id");
    const error = await errorOf(response);
    expect(error).toMatchObject({ status: 500, code: "internal_error" });
    expect(error.message).not.toContain("secret");
    expect(error.message).toContain(requestId);
  });
});
