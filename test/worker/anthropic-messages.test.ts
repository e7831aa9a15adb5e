import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/core/json";
import { fetchEdge, fetchWorker, post } from "./support/edge";

const BODY = { model: "a-session", max_tokens: 64, messages: [{ role: "user", content: "Hi" }] };
const WITH_KEY = { variables: { API_KEY: "key" } };
const COUNT_PATH = "/v1/messages/count_tokens";

async function errorOf(response: Response): Promise<JsonObject> {
  const { type, error, request_id } = await response.json<Record<string, JsonObject>>();
  expect(type).toBe("error");
  expect(request_id).toBe(response.headers.get("request-id"));
  return error ?? {};
}

describe("Anthropic's dialect at the edge", () => {
  it.each([
    { "x-api-key": "key", "anthropic-version": "2023-06-01" },
    { authorization: "Bearer key", "anthropic-version": "2026-10-21" },
    { "x-api-key": "key", "anthropic-beta": "a-2026-01-01,b-2026-01-01" },
  ])("lets a client in that sends %j", async (headers) => {
    const { response } = await fetchEdge(COUNT_PATH, post(BODY, headers), WITH_KEY);
    expect([response.status, await response.json()]).toEqual([200, { input_tokens: 5 }]);
  });

  it("refuses a wrong key in its own way", async () => {
    const headers = { "x-api-key": "wrong" };
    const { response } = await fetchEdge("/v1/messages", post(BODY, headers), WITH_KEY);
    expect(response.status).toBe(401);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(await errorOf(response)).toMatchObject({ type: "authentication_error" });
  });

  it.each(["/v1/messages", "/messages", "/v1/v1//messages/", "/caller/v1/messages?beta=true"])(
    "is at %s",
    async (path) => {
      const response = await fetchWorker(path, post({ ...BODY, messages: [] }));
      expect(response.status).toBe(400);
      expect(await errorOf(response)).toMatchObject({ details: { param: "messages" } });
    },
  );

  it.each([
    ["POST", "/v1/messages/batches", 404, "not_found_error"],
    ["GET", "/v1/messages", 405, "invalid_request_error"],
  ])("answers %s %s with its own error", async (method, path, status, type) => {
    const response = await fetchWorker(path, { method });
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toMatchObject({ type });
  });

  it("answers its clients in its own way at the paths of other dialects, and other clients not", async () => {
    const headers = { "anthropic-version": "2023-06-01" };
    const own = await fetchWorker("/v1/models/nobody", { headers });
    expect(await errorOf(own)).toMatchObject({ type: "not_found_error" });
    const other = await fetchWorker("/v1/models/nobody");
    expect(await other.json()).toMatchObject({ error: { code: "model_not_found" } });
  });

  it("has nothing to fill a cache with, and says so at once", async () => {
    const response = await fetchWorker("/v1/messages", post({ ...BODY, max_tokens: 0 }));
    expect(await response.json()).toMatchObject({ content: [], stop_reason: "max_tokens" });
  });
});

const says = (text: string) => [{ role: "user", content: text }];

describe("Claude Code's first requests", () => {
  const session = "claude-code-start";
  const claudeCode = (path: string, body: JsonObject): Promise<Response> => {
    const headers = {
      "user-agent": "claude-cli/2.1.226 (external, cli)",
      "anthropic-version": "2023-06-01",
      "anthropic-beta": "claude-code-20250219,interleaved-thinking-2025-05-14",
      authorization: "Bearer any",
      "x-app": "cli",
    };
    return fetchWorker(`${path}?beta=true`, post({ model: session, ...body }, headers));
  };
  it("[PAIR-2] are answered at once, in its dialect, and are nobody's question", async () => {
    for (const text of ["quota", "test", "Hi"]) {
      const response = await claudeCode("/v1/messages", { max_tokens: 1, messages: says(text) });
      expect(await response.json()).toMatchObject({
        type: "message",
        content: [{ type: "text", text: "." }],
        stop_reason: "end_turn",
        context_management: null,
        usage: { output_tokens: 1 },
      });
    }
    const titled = await claudeCode("/v1/messages", {
      max_tokens: 512,
      stream: true,
      system: [
        { type: "text", text: "x-anthropic-billing-header: cc_version=2.1.226.0ab; cch=36ee5;" },
        { type: "text", text: "You are Claude Code, Anthropic's official CLI for Claude." },
        {
          type: "text",
          text: 'Generate a concise, sentence-case title (3-7 words). Return JSON with a single "title" field.',
        },
      ],
      messages: says("Fix the gate of the town"),
    });
    const stream = await titled.text();
    expect(stream).toContain(JSON.stringify(JSON.stringify({ title: "Fix the gate of the town" })));
    expect(stream).toMatch(/event: message_stop\ndata: \{"type":"message_stop"\}\s*$/);

    const counted = await claudeCode(COUNT_PATH, {
      messages: says("How long is this?"),
      tools: [],
    });
    expect(await counted.json()).toEqual({
      input_tokens: expect.any(Number) as number,
      context_management: null,
    });
    const events = await (await fetchWorker(`/sessions/${session}/transcript`)).text();
    expect(events).not.toContain('"turn-opened"');
  });

  it("are harmless where they ask whether anybody is there", async () => {
    const head = await fetchWorker("/", { method: "HEAD" });
    expect(head.status).toBeLessThan(500);
    const models = await fetchWorker("/v1/models?limit=1000&beta=true");
    expect(await models.json()).toMatchObject({ has_more: false, data: expect.any(Array) as [] });
  });
});
