import { describe, expect, it } from "vitest";
import { fetchEdge, post } from "./support/edge";

const KEY = "correct-horse";
const LOCKED = { variables: { API_KEY: KEY } };

async function codeOf(response: Response): Promise<[number, string | undefined]> {
  const body = await response.json<{ readonly error?: { readonly code: string } }>();
  return [response.status, body.error?.code];
}

async function admission(
  ...request: Parameters<typeof fetchEdge>
): Promise<[number, string | undefined]> {
  return codeOf((await fetchEdge(...request)).response);
}

describe("a server with a key", () => {
  it.each([
    ["Authorization", { authorization: `Bearer ${KEY}` }, ""],
    ["a lower-case scheme", { authorization: `bearer  ${KEY}` }, ""],
    ["x-api-key", { "x-api-key": KEY }, ""],
    ["api-key", { "api-key": KEY }, ""],
    ["x-goog-api-key", { "x-goog-api-key": KEY }, ""],
    ["the query", {}, `?key=${KEY}`],
    ["any of several places", { authorization: "Bearer other", "x-api-key": KEY }, ""],
  ])("takes it from %s", async (_place, headers, query) => {
    expect(await admission(`/v1/models${query}`, { headers }, LOCKED)).toEqual([200, undefined]);
  });

  it.each([
    ["no key", {}, "missing_api_key"],
    ["a wrong key", { authorization: "Bearer wrong" }, "invalid_api_key"],
    [
      "the beginning of the key",
      { authorization: `Bearer ${KEY.slice(0, -1)}` },
      "invalid_api_key",
    ],
    ["more than the key", { "x-api-key": `${KEY}x` }, "invalid_api_key"],
    ["another scheme", { authorization: `Basic ${KEY}` }, "missing_api_key"],
  ])("answers %s with 401", async (_what, headers, code) => {
    const { response } = await fetchEdge("/v1/models", { headers }, LOCKED);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await codeOf(response)).toEqual([401, code]);
  });

  it("asks for it even where open local mode is set too", async () => {
    const options = { variables: { API_KEY: KEY, OPEN_LOCAL: "1" } };
    expect(await admission("/v1/models", {}, options)).toEqual([401, "missing_api_key"]);
  });

  it("asks for it at every path but /health", async () => {
    const paths = ["/v1/chat/completions", "/sessions", "/sessions/x", "/nothing", "/"];
    for (const path of paths) expect((await admission(path, {}, LOCKED))[0]).toBe(401);
    expect((await admission("/health", {}, LOCKED))[0]).toBe(200);
  });
});

describe("a server without a key", () => {
  it("is closed, and says with which command to open it", async () => {
    const { response } = await fetchEdge("/v1/chat/completions", post({}), { variables: {} });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      error: {
        code: "no_api_key_configured",
        message: expect.stringContaining("npx wrangler secret put MOTIVE_PROXY_API_KEY") as unknown,
      },
    });
  });

  it("shows a browser a page with the same command", async () => {
    const headers = { accept: "text/html,application/xhtml+xml" };
    const { response } = await fetchEdge("/", { headers }, { variables: {} });
    expect([response.status, response.headers.get("content-type")]).toEqual([
      503,
      "text/html; charset=utf-8",
    ]);
    expect(await response.text()).toContain("npx wrangler secret put MOTIVE_PROXY_API_KEY");
  });

  it("is open in open local mode, with any key or none", async () => {
    for (const origin of [
      "http://localhost:8787",
      "http://127.0.0.1",
      "http://127.9.9.9",
      "http://[::1]:1",
    ]) {
      expect(await admission("/v1/models", {}, { origin })).toEqual([200, undefined]);
    }
    expect(await admission("/v1/models", { headers: { authorization: "Bearer any" } })).toEqual([
      200,
      undefined,
    ]);
  });

  it.each([
    "http://evil.example",
    "http://localhost.evil.example",
    "http://192.168.1.2",
    "http://127.evil.example",
  ])("refuses %s in open local mode, because of DNS rebinding", async (origin) => {
    expect(await admission("/v1/models", {}, { origin })).toEqual([403, "not_loopback"]);
  });

  it.each([
    ["https://evil.example", 403],
    ["http://localhost.evil.example", 403],
    ["null", 403],
    ["http://localhost:3000", 200],
    ["http://127.0.0.1:5173", 200],
    ["app://obsidian.md", 200],
  ])("answers a page of %s with %d in open local mode", async (origin, status) => {
    expect((await admission("/v1/models", { headers: { origin } }))[0]).toBe(status);
  });

  it("answers a page of a listed origin in open local mode", async () => {
    const variables = { OPEN_LOCAL: "1", CORS_ORIGINS: "https://chat.example" };
    const headers = { origin: "https://chat.example" };
    expect((await admission("/v1/models", { headers }, { variables }))[0]).toBe(200);
  });
});

describe("wrong settings", () => {
  const options = { variables: { API_KEY: "two words", LOG_LEVEL: "off", TURN_TIMEOUT: "soon" } };

  it("are an error at the first request that names them, and never tells a secret", async () => {
    const { response } = await fetchEdge("/v1/models", {}, options);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).toContain("MOTIVE_PROXY_API_KEY");
    expect(text).toContain("MOTIVE_PROXY_TURN_TIMEOUT");
    expect(text).not.toContain("two words");
  });

  it("are told by /health", async () => {
    const { response } = await fetchEdge("/health", {}, options);
    expect(response.status).toBe(500);
    const health = await response.json<{ problems: { name: string }[] }>();
    expect(health).toMatchObject({
      status: "misconfigured",
      version: expect.any(String) as unknown,
    });
    expect(health.problems.map(({ name }) => name)).toEqual([
      "MOTIVE_PROXY_API_KEY",
      "MOTIVE_PROXY_TURN_TIMEOUT",
    ]);
  });
});
