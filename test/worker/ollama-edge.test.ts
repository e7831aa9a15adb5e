import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { SessionSummary } from "../../src/core/session-status";
import { directoryOf, type Environment, type SessionStub } from "../../src/worker/environment";
import { fetchEdge, post } from "./support/edge";
import { fetchAs, KEY, sign } from "./support/guests";

interface Tags {
  readonly models: readonly { readonly name: string; readonly modified_at: string }[];
}

const SUMMARY: SessionSummary = {
  name: "",
  status: "idle",
  statusSinceMs: 2_000,
  createdAtMs: 1_000,
  lastActivityAtMs: 3_000,
  responderKind: "partner",
  turnCount: 1,
  openTurnCount: 0,
};

/** Sessions that are nothing but listed. */
async function list(...summaries: Partial<SessionSummary>[]): Promise<void> {
  const directory = directoryOf(env as unknown as Environment);
  for (const summary of summaries) await directory.report({ ...SUMMARY, ...summary });
}

/** Knows no session, and lets every invitation in. */
const NOWHERE = {
  describe: () => Promise.resolve(null),
  admitInvite: () => Promise.resolve(true),
} as unknown as SessionStub;

/** To call it is a fault. */
const UNREACHABLE = {} as unknown as SessionStub;

async function namesAt(path: string, credential: string): Promise<readonly string[]> {
  const { response } = await fetchAs(credential, path, {}, { session: NOWHERE });
  expect(response.status).toBe(200);
  const { models } = await response.json<Tags>();
  return models.map(({ name }) => name);
}

async function sentenceOf(response: Response): Promise<string> {
  expect(response.headers.get("content-type")).toBe("application/json");
  const body = await response.json<{ error: string }>();
  expect(Object.keys(body)).toEqual(["error"]);
  return body.error;
}

describe("sessions as Ollama's models", () => {
  it("are all there for the key, with a tag and the time of the last activity", async () => {
    await list({ name: "cat" }, { name: "team/dog:v2" });
    const { response } = await fetchAs(KEY, "/api/tags");
    const { models } = await response.json<Tags>();
    expect(models.find(({ name }) => name === "cat:latest")).toEqual({
      name: "cat:latest",
      model: "cat:latest",
      modified_at: "1970-01-01T00:00:03.000Z",
      size: 0,
      digest: expect.stringMatching(/^[\w-]{22}$/) as string,
      details: {
        parent_model: "",
        format: "",
        family: "motive-proxy",
        families: ["motive-proxy"],
        parameter_size: "",
        quantization_level: "",
      },
      capabilities: ["completion", "tools", "vision"],
    });
    expect(models.map(({ name }) => name)).toContain("team/dog:v2");
  });

  it("are a guest's own, even before its first request", async () => {
    await list({ name: "cat" }, { name: "cow" });
    const one = await sign("caller", { kind: "session", name: "kitten" });
    const many = await sign("responder", { kind: "pattern", pattern: "co*" });
    expect(await namesAt("/api/tags", one)).toEqual(["kitten:latest"]);
    expect(await namesAt("/api/tags", many)).toEqual(["cow:latest"]);
  });

  it("are in use while somebody waits", async () => {
    await list(
      { name: "wait-a", status: "caller-waits" },
      { name: "wait-b", status: "responder-waits" },
      { name: "wait-c", status: "undecided" },
      { name: "wait-d", status: "idle" },
      { name: "wait-e", status: "expired" },
    );
    const many = await sign("caller", { kind: "pattern", pattern: "wait-*" });
    expect((await namesAt("/api/ps", many)).toSorted()).toEqual([
      "wait-a:latest",
      "wait-b:latest",
      "wait-c:latest",
    ]);
  });
});

async function show(credential: string, body: unknown): Promise<Response> {
  const { response } = await fetchAs(credential, "/api/show", post(body), { session: NOWHERE });
  return response;
}

describe("what a model can do", () => {
  it("is told of any name, used before or not", async () => {
    for (const body of [{ model: "new:latest" }, { name: "new" }, { model: "", name: "new" }]) {
      const shown = await (await show(KEY, body)).json<Record<string, unknown>>();
      expect(shown).toMatchObject({
        capabilities: ["completion", "tools", "vision"],
        model_info: {
          "general.architecture": "motive-proxy",
          "general.basename": "new",
          "motive-proxy.context_length": 1_048_576,
        },
      });
      expect(shown).not.toHaveProperty("modified_at");
    }
  });

  it.each([
    [{}, "is missing"],
    [{ model: " " }, "must not be empty"],
    [{ model: "a\u0007" }, "must have no control characters"],
    [{ model: ".." }, "must not be . or .."],
    [{ model: 7 }, "model: "],
  ])("is not told of what no session can be named: %j", async (body, says) => {
    const response = await show(KEY, body);
    expect(response.status).toBe(400);
    expect(await sentenceOf(response)).toContain(says);
  });

  it("is told to guests of their own sessions alone", async () => {
    const guest = await sign("operator", { kind: "session", name: "mine" });
    expect((await show(guest, { model: "mine:latest" })).status).toBe(200);
    const refused = await show(guest, { model: "theirs" });
    expect(refused.status).toBe(403);
    expect(await sentenceOf(refused)).toBe("This invitation is for another session.");
  });
});

it("the connection test of some clients asks for the head alone", async () => {
  const { response } = await fetchEdge("/api/version", { method: "HEAD" });
  expect([response.status, await response.text()]).toEqual([200, ""]);
});

describe("the root of the server, which tells Ollama's clients that it is there", () => {
  it.each([
    ["GET", "/", "Ollama is running"],
    ["HEAD", "/", ""],
    ["GET", "/caller/", "Ollama is running"],
  ])("is %s %s", async (method, path, text) => {
    const { response } = await fetchEdge(path, { method, headers: { accept: "*/*" } });
    expect([response.status, await response.text()]).toEqual([200, text]);
  });

  it("is the console for a browser", async () => {
    const { response } = await fetchEdge("/", { headers: { accept: "text/html,*/*;q=0.8" } });
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await response.text()).not.toContain("Ollama");
  });
});

describe("Ollama's empty requests", () => {
  it.each([
    ["/api/generate", { model: "cat", prompt: "" }, { response: "", done_reason: "load" }],
    ["/api/chat", { model: "cat", messages: [] }, { done_reason: "load" }],
    ["/api/chat", { model: "cat", keep_alive: 0 }, { done_reason: "unload" }],
  ])("are answered at once, and no session hears of them: %s %j", async (path, body, answer) => {
    const { response } = await fetchEdge(path, post(body), { session: UNREACHABLE });
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toMatchObject({ model: "cat", done: true, ...answer });
  });

  it("are refused to a guest whose invitation was revoked", async () => {
    const guest = await sign("caller", { kind: "session", name: "cat" });
    const revoked = { admitInvite: () => Promise.resolve(false) } as unknown as SessionStub;
    const body = { model: "cat", prompt: "" };
    const { response } = await fetchAs(guest, "/api/generate", post(body), { session: revoked });
    expect(response.status).toBe(401);
    expect(await sentenceOf(response)).toBe("This invitation was revoked.");
  });
});

describe("an error below /api", () => {
  it.each([
    ["broken JSON", "/api/chat", post('{"model": '), 400],
    ["a fault of the body", "/api/generate", post({ model: "m", prompt: 1 }), 400],
    ["another method", "/api/tags", { method: "DELETE" }, 405],
    ["nothing at the path", "/api/no-such-thing", {}, 404],
    ["something that needs a model", "/api/embed", post({ model: "m", input: "Hi" }), 400],
  ])("is a sentence: %s", async (_, path, init, status) => {
    const { response } = await fetchEdge(path, init);
    expect(response.status).toBe(status);
    expect(await sentenceOf(response)).toMatch(/^[A-Z].{20}/);
  });

  it("is one where the key is missing too", async () => {
    const { response } = await fetchEdge("/api/tags", {}, { variables: { API_KEY: KEY } });
    expect(response.status).toBe(401);
    expect(await sentenceOf(response)).toContain("No API key was sent.");
  });
});

describe("what the vendors have and this server has not", () => {
  it.each([
    ["POST", "/v1/embeddings", 404, "embeddings"],
    ["POST", "/v1/images/generations", 404, "image generation"],
    ["POST", "/v1/audio/transcriptions", 404, "speech"],
    ["GET", "/v1/files", 404, "files"],
    ["DELETE", "/v1/files/file_1", 404, "files"],
    ["POST", "/v1/fine_tuning/jobs", 404, "fine-tuning"],
    ["POST", "/caller/threads/t/runs", 404, "threads"],
    ["POST", "/v1/realtime/client_secrets", 404, "realtime sessions"],
    ["POST", "/conversations", 404, "stored conversations"],
    ["POST", "/v1/messages/batches", 404, "batches"],
    ["POST", "/v1/complete", 404, "text completions"],
    ["POST", "/api/pull", 400, "models to pull"],
    ["HEAD", "/api/blobs/sha256:00", 400, null],
    ["DELETE", "/api/delete", 400, "models to delete"],
  ])("is refused: %s %s", async (method, path, status, subject) => {
    const { response } = await fetchEdge(path, { method });
    expect(response.status).toBe(status);
    const text = await response.text();
    if (subject !== null) expect(text).toContain(`This server has no ${subject}: `);
  });

  it("names what there is instead, and tells SDKs not to try again", async () => {
    const { response } = await fetchEdge("/v1/embeddings", post({ model: "m", input: "Hi" }));
    expect(response.headers.get("x-should-retry")).toBe("false");
    const { error } = await response.json<{ error: Record<string, string> }>();
    expect(error).toMatchObject({ type: "not_found_error", code: "unsupported_endpoint" });
    expect(error["message"]).toContain("/v1/chat/completions");
    expect(error["message"]).not.toContain(":id");
  });

  it("is told to nobody without a key", async () => {
    const { response } = await fetchEdge("/v1/files", {}, { variables: { API_KEY: KEY } });
    expect(response.status).toBe(401);
    await response.body?.cancel();
  });
});
