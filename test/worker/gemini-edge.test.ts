import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchEdge, fetchWorker, post } from "./support/edge";
import { FakeSession } from "./support/fake-session";
import { KEY, LOCKED, mint } from "./support/guests";

const BODY = { contents: [{ parts: [{ text: "what-was-asked" }] }] };
const CHAT = "/v1beta/models/a-session:generateContent";

interface GeminiError {
  readonly error: {
    readonly code: number;
    readonly message: string;
    readonly status: string;
    readonly details: readonly { readonly reason?: string; readonly requestId?: string }[];
  };
}

interface GeminiModels {
  readonly models: readonly { readonly name: string }[];
  readonly nextPageToken?: string;
}

describe("Google's errors", () => {
  it.each<[string, string, RequestInit, object]>([
    ["a method that no session has", "/v1beta/models/m:embedContent", post(BODY), { code: 404 }],
    ["one in v1", "/v1/models/m:predict", post(BODY), { code: 404, status: "NOT_FOUND" }],
    ["broken percent-encoding", "/v1beta/models/%ff:generateContent", post(BODY), { code: 404 }],
    ["no method at all", "/v1beta/models/m", post(BODY), { code: 404 }],
    ["nothing at all", "/v1beta/nothing", {}, { code: 404 }],
    ["another part of the API", "/v1beta/cachedContents", post({}), { code: 404 }],
    ["an upload", "/upload/v1beta/files", post({}), { code: 404 }],
    ["another verb", CHAT, { method: "PUT" }, { code: 405, status: "UNIMPLEMENTED" }],
    ["broken JSON", CHAT, post("{"), { code: 400, status: "INVALID_ARGUMENT" }],
    [
      "a name that is too long",
      `/v1/models/${"m".repeat(300)}:generateContent`,
      post(BODY),
      { code: 400 },
    ],
    ["a model that nobody named", "/v1beta/models/nobody-named-it", {}, { code: 404 }],
    ["a page that is none", "/v1beta/models?pageToken=x", {}, { code: 400 }],
  ])("are those of %s", async (_, path, init, expected) => {
    const response = await fetchWorker(path, init);
    const { error } = await response.json<GeminiError>();
    expect(error).toMatchObject(expected);
    expect(error.code).toBe(response.status);
    expect(error.details.at(-1)?.requestId).toBe(response.headers.get("x-request-id"));
  });

  it("say what this server is where it has no such thing", async () => {
    for (const path of ["/v1beta/models/m:embedContent", "/v1beta/files"]) {
      const { error } = await (await fetchWorker(path, post({}))).json<GeminiError>();
      expect(error.message).toContain("a person or another client answers");
    }
  });

  it("are those of its clients at the paths that every vendor has below v1", async () => {
    const headers = { "x-goog-api-key": "any" };
    for (const path of ["/v1/models/nobody-named-it", "/v1/models?pageToken=x", "/v1/nothing"]) {
      const response = await fetchWorker(path, { headers });
      const { error } = await response.json<GeminiError>();
      expect(error.code).toBe(response.status);
      expect(error.details.at(-1)?.requestId).toBe(response.headers.get("x-request-id"));
    }
  });

  it("leave those of the other vendors' models alone", async () => {
    const response = await fetchWorker("/v1/models/qwen:latest");
    expect(await response.json()).toMatchObject({ error: { code: "model_not_found" } });
  });
});

describe("Google's keys", () => {
  const lines: string[] = [];

  beforeEach(() => {
    lines.length = 0;
    for (const method of ["info", "warn", "error"] as const)
      vi.spyOn(console, method).mockImplementation((line: string) => {
        lines.push(line);
      });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each<[string, Record<string, string>]>([
    [`?key=${KEY}`, {}],
    ["", { "x-goog-api-key": KEY }],
  ])(
    "let in, from %j and the headers %j, and are in no line of the log",
    async (query, headers) => {
      const session = new FakeSession();
      const answer = fetchEdge(CHAT + query, post(BODY, headers), {
        session: session.stub,
        variables: { API_KEY: KEY, LOG_LEVEL: "info" },
      });
      await session.hasReceived("open");
      session.answers("what-was-answered");
      const { response, settled } = await answer;
      expect(await response.text()).toContain("what-was-answered");
      await settled();
      expect(lines.join("\n")).toContain(`"path":"${CHAT}"`);
      expect(lines.filter((line) => line.includes(KEY) || line.includes("what-was"))).toEqual([]);
    },
  );

  it("that are wrong are refused in Google's shape", async () => {
    const { response } = await fetchEdge(`${CHAT}?key=wrong`, post(BODY), LOCKED);
    expect(response.status).toBe(401);
    expect((await response.json<GeminiError>()).error).toMatchObject({
      code: 401,
      status: "UNAUTHENTICATED",
      details: [{ reason: "INVALID_API_KEY" }, {}],
    });
  });
});

describe("Google's list of models", () => {
  it("has the sessions of whoever asks", async () => {
    const { token } = await mint("mine/of:google", { role: "caller" });
    const model = {
      name: "models/mine/of:google",
      version: "1",
      displayName: "mine/of:google",
      description: expect.any(String) as string,
      inputTokenLimit: expect.any(Number) as number,
      outputTokenLimit: expect.any(Number) as number,
      supportedGenerationMethods: ["generateContent", "countTokens"],
    };
    const headers = { "x-goog-api-key": token };
    expect(await ask("/v1beta/models", headers)).toEqual({ models: [model] });
    expect(await ask("/v1beta/models/mine/of:google", headers)).toEqual(model);
    expect(await ask("/v1/models", headers)).toMatchObject({
      object: "list",
      data: [{ id: "mine/of:google" }],
      models: [model],
    });
    expect(await ask(`/v1/models/mine%2Fof:google?key=${token}`)).toMatchObject({
      id: "mine/of:google",
      ...model,
    });
    const plain = await ask<object>("/v1/models", { authorization: `Bearer ${token}` });
    expect(plain).not.toHaveProperty("models");
  });

  it.each(["v1beta", "v1"])("comes in the pages that are asked for, in %s", async (version) => {
    const names = Array.from({ length: 5 }, (_, index) => `page-${index}`);
    for (const name of names)
      await (await fetchEdge(`/sessions/${name}/responder`, setUp(), LOCKED)).response.text();
    const all = await ask<GeminiModels>(`/${version}/models?key=${KEY}`);
    const found: string[] = [];
    let token: string | undefined = "";
    while (token !== undefined) {
      const page: GeminiModels = await ask(
        `/${version}/models?key=${KEY}&pageSize=2&pageToken=${token}`,
      );
      expect(page.models.length).toBeLessThanOrEqual(2);
      found.push(...page.models.map(({ name }) => name));
      token = page.nextPageToken;
    }
    expect(found).toEqual(all.models.map(({ name }) => name));
    expect(found).toEqual(expect.arrayContaining(names.map((name) => `models/${name}`)));
  });
});

async function ask<T>(path: string, headers: Record<string, string> = {}): Promise<T> {
  const { response } = await fetchEdge(path, { headers }, LOCKED);
  expect(response.status).toBe(200);
  return response.json<T>();
}

function setUp(): RequestInit {
  return {
    method: "PUT",
    body: JSON.stringify({ kind: "operator" }),
    headers: { authorization: `Bearer ${KEY}` },
  };
}
