import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { createApp } from "../../src/worker/app";
import type { Environment, RateLimiter } from "../../src/worker/environment";

const KEY = "a-key-of-the-owner";
const RIGHT = { authorization: `Bearer ${KEY}` };
const bindings = env as unknown as Environment;
const app = createApp();

/** Counts as the platform's binding does, without its window. */
function limiterOf(limit: number): RateLimiter & { readonly keys: string[] } {
  const keys: string[] = [];
  return {
    keys,
    limit: ({ key }) => {
      keys.push(key);
      return Promise.resolve({ success: keys.filter((known) => known === key).length <= limit });
    },
  };
}

interface Call {
  readonly limits: { readonly RATE_LIMIT?: RateLimiter; readonly FAILURE_LIMIT?: RateLimiter };
  readonly headers?: Record<string, string>;
  readonly path?: string;
  readonly variables?: Record<string, string>;
}

async function call({ limits, headers = RIGHT, path = "/v1/models", variables }: Call) {
  const environment = {
    SESSION: bindings.SESSION,
    DIRECTORY: bindings.DIRECTORY,
    ...limits,
    ...(variables ?? { MOTIVE_PROXY_API_KEY: KEY, MOTIVE_PROXY_LOG_LEVEL: "error" }),
  };
  const context = createExecutionContext();
  const request = new Request(`http://localhost${path}`, { headers });
  const response = await app.fetch(request, environment, context);
  const body = await response.json<{ error?: { code: string; type: string } }>();
  await waitOnExecutionContext(context);
  return {
    status: response.status,
    code: body.error?.code,
    type: body.error?.type,
    retryAfter: response.headers.get("retry-after"),
    shouldRetry: response.headers.get("x-should-retry"),
  };
}

const statusesOf = async (count: number, next: () => ReturnType<typeof call>) => {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push((await next()).status);
  return statuses;
};

describe("the requests of one credential", () => {
  it("[PAIR-19] are served up to the limit, and then told when to come again", async () => {
    const limits = { RATE_LIMIT: limiterOf(2) };
    expect(await statusesOf(2, () => call({ limits }))).toEqual([200, 200]);
    expect(await call({ limits })).toEqual({
      status: 429,
      code: "rate_limit_exceeded",
      type: "requests",
      retryAfter: "10",
      shouldRetry: null,
    });
  });

  it("[PAIR-19] count for it however else they differ, and never show it to the limiter", async () => {
    const limiter = limiterOf(100);
    const limits = { RATE_LIMIT: limiter };
    await call({ limits });
    await call({ limits, headers: { "x-api-key": KEY, "api-key": "another" } });
    await call({
      limits,
      headers: { "cf-connecting-ip": "203.0.113.9" },
      path: `/v1/models?key=${KEY}`,
    });
    expect(new Set(limiter.keys).size).toBe(1);
    expect(limiter.keys.join(" ")).not.toContain(KEY);
  });

  it("[PAIR-19] are not limited in open local mode, nor counted where nobody is let in", async () => {
    const limiter = limiterOf(0);
    const limits = { RATE_LIMIT: limiter };
    const open = { MOTIVE_PROXY_OPEN_LOCAL: "1", MOTIVE_PROXY_LOG_LEVEL: "error" };
    expect((await call({ limits, variables: open })).status).toBe(200);
    expect((await call({ limits, headers: {} })).status).toBe(401);
    expect((await call({ limits, path: "/health" })).status).toBe(200);
    expect(limiter.keys).toEqual([]);
  });

  it("are not limited where the binding is missing, and the log says so once", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    const environment = {
      SESSION: bindings.SESSION,
      DIRECTORY: bindings.DIRECTORY,
      MOTIVE_PROXY_API_KEY: KEY,
      MOTIVE_PROXY_LOG_LEVEL: "warn",
    };
    for (let index = 0; index < 3; index += 1) {
      const context = createExecutionContext();
      const request = new Request("http://localhost/v1/models", { headers: RIGHT });
      const response = await app.fetch(request, environment, context);
      await response.text();
      expect(response.status).toBe(200);
    }
    const lines = warned.mock.calls.map(([line]) => String(line));
    expect(lines.filter((line) => line.includes("no-rate-limit"))).toHaveLength(1);
    warned.mockRestore();
  });
});

const from = (address: string, key: string) => ({
  "cf-connecting-ip": address,
  authorization: `Bearer ${key}`,
});

describe("requests with a wrong credential", () => {
  it("[PAIR-19] are told so up to the limit, and then not even a right one is listened to", async () => {
    const limits = { FAILURE_LIMIT: limiterOf(2) };
    const guess = (key: string) => call({ limits, headers: from("203.0.113.1", key) });
    expect(await statusesOf(2, () => guess("wrong"))).toEqual([401, 401]);
    expect(await guess("wrong")).toEqual({
      status: 429,
      code: "too_many_failures",
      type: "requests",
      retryAfter: "60",
      shouldRetry: null,
    });
    expect((await guess(KEY)).status).toBe(429);
  });

  it("[PAIR-19] count against their own address alone", async () => {
    const limits = { FAILURE_LIMIT: limiterOf(0) };
    expect((await call({ limits, headers: from("203.0.113.2", "wrong") })).status).toBe(429);
    expect((await call({ limits, headers: from("203.0.113.3", KEY) })).status).toBe(200);
    // Without an address nobody could be refused but everybody.
    const headers = { authorization: "Bearer wrong" };
    expect(await statusesOf(3, () => call({ limits, headers }))).toEqual([401, 401, 401]);
  });

  it("[PAIR-19] count for the whole network that one IPv6 client has", async () => {
    const limiter = limiterOf(9);
    const limits = { FAILURE_LIMIT: limiter };
    await call({ limits, headers: from("2001:db8:0:1::1", "wrong") });
    await call({ limits, headers: from("2001:db8:0:1:9::2", "wrong") });
    expect(new Set(limiter.keys)).toEqual(new Set(["failure:2001:db8:0:1"]));
  });

  it("do not count where the request was let in", async () => {
    const limiter = limiterOf(0);
    const limits = { FAILURE_LIMIT: limiter };
    expect((await call({ limits, headers: from("203.0.113.4", KEY) })).status).toBe(200);
    expect(limiter.keys).toEqual([]);
  });
});

describe("the platform's limiter", () => {
  it("lets through what wrangler.toml says, and refuses the next", async () => {
    const limiter = bindings.FAILURE_LIMIT;
    expect(bindings.RATE_LIMIT).toBeDefined();
    const tryKey = async (key: string): Promise<readonly boolean[]> => {
      const passed: boolean[] = [];
      for (let index = 0; index < 21; index += 1)
        passed.push((await limiter?.limit({ key }))?.success ?? true);
      return passed;
    };
    let passed: readonly boolean[] = [];
    // A window that ends in between gives new places; the next attempt is in one window.
    for (let attempt = 0; attempt < 2 && passed.at(-1) !== false; attempt += 1)
      passed = await tryKey(`attempt ${attempt}`);
    expect(passed).toEqual([...Array.from({ length: 20 }, () => true), false]);
  });
});
