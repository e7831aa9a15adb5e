import { createExecutionContext } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { SIGN_IN_LIFETIME_SECONDS, signSignIn } from "../../src/auth/console-sign-in";
import { createApp } from "../../src/worker/app";
import { Browser } from "./support/browser";
import { fetchEdge, fetchWorker, post } from "./support/edge";
import { fetchAs, KEY, LOCKED, mint, revoke, sign, statusAndCode } from "./support/guests";

const ADMIN = {
  role: "admin",
  label: null,
  isOpenLocal: false,
  sessionName: null,
  pattern: null,
  sees: { context: true, history: true },
  canInvite: true,
};

async function signedIn(): Promise<Browser> {
  const browser = new Browser();
  expect((await browser.signIn(KEY))[0]).toBe(200);
  return browser;
}

describe("signing in with the key", () => {
  it("gives a cookie that no script can read and no other site can send, and that has no key in it", async () => {
    const browser = new Browser();
    expect(await browser.signIn(KEY)).toEqual([
      200,
      { ...ADMIN, expiresAtMs: expect.any(Number) as unknown },
    ]);
    const [line = "", ...others] = browser.setCookies;
    expect(others).toEqual([]);
    expect(line.split("; ").slice(1).toSorted()).toEqual([
      "HttpOnly",
      `Max-Age=${SIGN_IN_LIFETIME_SECONDS}`,
      "Path=/",
      "SameSite=Strict",
    ]);
    expect(line).not.toContain(KEY);
    expect(await browser.ask("/console/account")).toEqual([
      200,
      { ...ADMIN, expiresAtMs: expect.any(Number) as unknown },
    ]);
    expect(await browser.ask("/sessions")).toEqual([
      200,
      expect.objectContaining({ sessions: expect.any(Array) as unknown }),
    ]);
  });

  it.each([
    ["https://motive.example", {}],
    ["http://motive.example", { origin: "https://motive.example" }],
  ])("gives one for TLS alone where the page came so: at %s with %j", async (origin, headers) => {
    const browser = new Browser({ ...LOCKED, origin });
    const sent = { ...post({ key: KEY }), headers };
    expect((await browser.ask("/console/sign-in", sent))[0]).toBe(200);
    expect(browser.setCookies.join()).toMatch(/^__Host-motive-admin=.*; Secure/);
    expect((await browser.ask("/console/account"))[0]).toBe(200);
  });

  it("gives each port its own, as browsers do not keep them apart", async () => {
    const one = new Browser({ ...LOCKED, origin: "http://localhost:8787" });
    await one.signIn(KEY);
    expect([...one.cookies.keys()]).toEqual(["motive-admin-8787"]);
    const other = { origin: "http://localhost:9999" };
    expect(await one.ask("/console/account", {}, other)).toEqual([401, "missing_api_key"]);
  });

  it("is over 30 days later, and with another key at once", async () => {
    const browser = await signedIn();
    const variables = { API_KEY: "another-key-of-some-length", LOG_LEVEL: "error" };
    expect(await browser.ask("/console/account", {}, { variables })).toEqual([
      401,
      "missing_api_key",
    ]);
    const late = await signSignIn(KEY, Date.now() - SIGN_IN_LIFETIME_SECONDS * 1_000);
    const { response } = await fetchEdge(
      "/console/account",
      { headers: { cookie: `motive-admin=${late}` } },
      LOCKED,
    );
    expect(response.status).toBe(401);
    await response.text();
  });

  it("says whether the server can invite anybody", async () => {
    const browser = new Browser({ variables: { API_KEY: "short", LOG_LEVEL: "error" } });
    expect(await browser.signIn("short")).toEqual([
      200,
      expect.objectContaining({ canInvite: false }),
    ]);
  });

  it.each([
    ["a wrong key", "wrong", 401, "invalid_api_key"],
    ["no key", "", 400, "invalid_value"],
    ["more than a key can be", "x".repeat(20_000), 413, "request_too_large"],
  ])("is refused with %s", async (_what, key, status, code) => {
    const browser = new Browser();
    expect(await browser.signIn(key)).toEqual([status, code]);
    expect(browser.setCookies).toEqual([]);
  });

  it("is slowed down like every other guess, and looking whether one is signed in is none", async () => {
    const tried: string[] = [];
    const limiter = {
      limit: ({ key }: { readonly key: string }) => {
        tried.push(key);
        return Promise.resolve({ success: tried.length < 3 });
      },
    };
    const environment = {
      MOTIVE_PROXY_API_KEY: KEY,
      MOTIVE_PROXY_LOG_LEVEL: "off",
      FAILURE_LIMIT: limiter,
    };
    const call = async (path: string, init: RequestInit = {}): Promise<number> => {
      const headers = { "cf-connecting-ip": "203.0.113.77" };
      const request = new Request(`http://localhost${path}`, { ...init, headers });
      const response = await createApp().fetch(request, environment, createExecutionContext());
      await response.text();
      return response.status;
    };
    expect(await call("/console/account")).toBe(401);
    expect(tried).toEqual([]);
    const guess = () => call("/console/sign-in", post({ key: "wrong" }));
    expect([await guess(), await guess(), await guess()]).toEqual([401, 401, 429]);
    expect(await call("/console/sign-in", post({ key: KEY }))).toBe(429);
  });
});

describe("guessing at the key by cookies", () => {
  const tried: string[] = [];

  async function ask(path: string, cookie: string): Promise<Response> {
    const limiter = {
      limit: ({ key }: { readonly key: string }) => {
        tried.push(key);
        return Promise.resolve({ success: tried.length < 3 });
      },
    };
    const environment = { MOTIVE_PROXY_API_KEY: KEY, MOTIVE_PROXY_LOG_LEVEL: "off" };
    const request = new Request(`http://localhost${path}`, {
      headers: { cookie, "cf-connecting-ip": "203.0.113.78" },
    });
    return createApp().fetch(
      request,
      { ...environment, FAILURE_LIMIT: limiter },
      createExecutionContext(),
    );
  }

  it("is slowed down too, and a browser is not sent on with a cookie that is worth nothing", async () => {
    const session = { kind: "session", name: "guessed" } as const;
    const over = await sign("operator", session, { expiresAtMs: Date.now() - 1_000 });
    expect((await ask("/console/account?as=guest", `motive-guest=${over}`)).status).toBe(401);
    // Whoever had an invitation of this server's has guessed at nothing.
    expect(tried).toEqual([]);
    const cookie = `motive-admin=${await signSignIn("a-guess-at-the-key", Date.now())}`;
    const first = await ask("/console/account", cookie);
    expect([first.status, await first.json()]).toMatchObject([
      401,
      { error: { code: "missing_api_key" } },
    ]);
    expect(first.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^motive-admin=; Max-Age=0/),
    ]);
    const guest = await ask("/sessions/demo?as=guest", "motive-guest=no.such.token");
    expect(guest.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^motive-guest=; Max-Age=0/),
    ]);
    expect([guest.status, (await ask("/console/account", cookie)).status]).toEqual([401, 429]);
    const right = `motive-admin=${await signSignIn(KEY, Date.now())}`;
    expect((await ask("/console/account", right)).status).toBe(429);
  });
});

describe("the cookie of a sign-in", () => {
  it("counts over TLS only where no other host, and nobody on the way, can have set it", async () => {
    const token = await signSignIn(KEY, Date.now());
    const statusWith = async (name: string): Promise<number> => {
      const init = { headers: { cookie: `${name}=${token}` } };
      const options = { ...LOCKED, origin: "https://motive.example" };
      const { response } = await fetchEdge("/console/account", init, options);
      await response.text();
      return response.status;
    };
    expect(await statusWith("__Host-motive-admin")).toBe(200);
    expect(await statusWith("motive-admin")).toBe(401);
  });

  it.each(["/v1/models", "/v1beta/models", "/api/tags", "/", "/models", "/v1/console/account"])(
    "opens nothing at %s",
    async (path) => {
      const browser = await signedIn();
      expect((await browser.fetch(path)).response.status).toBe(401);
    },
  );

  it("is no key anywhere else", async () => {
    const browser = await signedIn();
    const token = browser.cookies.get("motive-admin") ?? "";
    for (const path of ["/console/account", "/v1/models", "/sessions"])
      expect(await statusAndCode(fetchAs(token, path))).toEqual([401, "invalid_api_key"]);
    expect(await browser.signIn(token)).toEqual([401, "invalid_api_key"]);
  });

  it.each([
    ["https://evil.example", {}],
    ["http://localhost:3000", {}],
    ["null", {}],
    ["http://localhost", { "sec-fetch-site": "cross-site" }],
    ["http://localhost", { "sec-fetch-site": "same-site" }],
  ])("does not count for a page of %s with %j", async (pageOrigin, headers) => {
    const browser = await signedIn();
    for (const method of ["GET", "DELETE"]) {
      const asked = await browser.ask("/sessions/demo", { method, headers }, { pageOrigin });
      expect(asked).toEqual([401, "missing_api_key"]);
    }
  });

  it("counts for what changes something only where the browser says whose page it is", async () => {
    const browser = await signedIn();
    const cookie = `motive-admin=${browser.cookies.get("motive-admin")}`;
    const status = async (method: string, headers: Record<string, string>): Promise<number> => {
      const init = { method, headers: { cookie, ...headers } };
      const { response } = await fetchEdge("/sessions/unknown-to-all", init, LOCKED);
      await response.text();
      return response.status;
    };
    // A browser at a plain HTTP address in a local network says nothing with a GET.
    expect(await status("GET", {})).toBe(404);
    expect(await status("DELETE", {})).toBe(401);
    expect(await status("DELETE", { "sec-fetch-site": "none" })).toBe(401);
    expect(await status("DELETE", { "sec-fetch-site": "same-origin" })).toBe(404);
    expect(await status("DELETE", { origin: "http://localhost" })).toBe(404);
    // A page without a referrer.
    expect(await status("DELETE", { origin: "null", "sec-fetch-site": "same-origin" })).toBe(404);
  });

  it("is not looked at where a credential is sent", async () => {
    const browser = await signedIn();
    const headers = { authorization: "Bearer wrong" };
    expect(await browser.ask("/console/account", { headers })).toEqual([401, "invalid_api_key"]);
  });

  it("goes with the sign-out, which no other site can ask for", async () => {
    const browser = await signedIn();
    const foreign = { pageOrigin: "https://evil.example" };
    expect(await browser.ask("/console/sign-out", post({}), foreign)).toEqual([
      403,
      "foreign_origin",
    ]);
    expect((await browser.ask("/console/account"))[0]).toBe(200);
    expect(await browser.ask("/console/sign-out", post({}))).toEqual([204, null]);
    expect(browser.cookies.size).toBe(0);
    expect(await browser.ask("/console/account")).toEqual([401, "missing_api_key"]);
  });

  it("cannot be planted by another site", async () => {
    const browser = new Browser();
    const asked = await browser.ask("/console/sign-in", post({ key: KEY }), {
      pageOrigin: "https://evil.example",
    });
    expect(asked).toEqual([403, "foreign_origin"]);
    expect(browser.cookies.size).toBe(0);
  });

  it("is answered to pages of this server alone", async () => {
    const browser = await signedIn();
    const { response } = await browser.fetch("/console/account");
    await response.text();
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
    const preflight = await browser.fetch(
      "/console/account",
      { method: "OPTIONS", headers: { "access-control-request-method": "GET" } },
      { pageOrigin: "https://evil.example" },
    );
    await preflight.response.text();
    expect(preflight.response.headers.has("access-control-allow-headers")).toBe(false);
  });
});

describe("signing in with an invitation", () => {
  it("leaves the key's sign-in as it is: a page says as whom it asks", async () => {
    const browser = await signedIn();
    const { token } = await mint("guest-room", { role: "responder", label: "Anna" });
    const guest = {
      role: "responder",
      label: "Anna",
      isOpenLocal: false,
      sessionName: "guest-room",
      pattern: null,
      sees: { context: false, history: false },
      expiresAtMs: expect.any(Number) as unknown,
      canInvite: false,
    };
    expect(await browser.signIn(token)).toEqual([200, guest]);
    expect(browser.setCookies.join()).toMatch(
      /^motive-guest=.*; Max-Age=6047\d\d; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect((await browser.ask("/console/account"))[1]).toMatchObject({ role: "admin" });
    expect(await browser.ask("/console/account?as=guest")).toEqual([200, guest]);
    expect(await browser.ask("/console/account", { headers: { "x-motive-as": "guest" } })).toEqual([
      200,
      guest,
    ]);
    expect(await browser.ask("/sessions/guest-room?as=guest")).toEqual([403, "role_not_allowed"]);
    await browser.ask("/console/sign-out?as=guest", post({}));
    expect((await browser.ask("/console/account"))[1]).toMatchObject({ role: "admin" });
    expect(await browser.ask("/console/account?as=guest")).toEqual([401, "missing_api_key"]);
  });

  it("counts without the key's too", async () => {
    const browser = new Browser();
    const { token } = await mint("town-1", { role: "operator", sessions: "town-*" });
    await browser.signIn(token);
    expect((await browser.ask("/console/account"))[1]).toMatchObject({
      role: "operator",
      sessionName: "town-1",
      pattern: "town-*",
      sees: { context: true, history: true },
    });
    expect(await browser.ask("/sessions/village")).toEqual([403, "session_not_allowed"]);
  });

  it("ends with a revocation, which the page is told of", async () => {
    const browser = new Browser();
    const { token, invite } = await mint("shut", { role: "operator" });
    await browser.signIn(token);
    await revoke("shut", invite);
    expect(await browser.ask("/console/account")).toEqual([401, "access_revoked"]);
    expect(await browser.signIn(token)).toEqual([401, "access_revoked"]);
  });

  it("ends with the invitation", async () => {
    const session = { kind: "session", name: "brief" } as const;
    const token = await sign("operator", session, { expiresAtMs: Date.now() - 1_000 });
    expect(await new Browser().signIn(token)).toEqual([401, "access_expired"]);
    const { response } = await fetchEdge(
      "/console/account",
      { headers: { cookie: `motive-guest=${token}` } },
      LOCKED,
    );
    expect(await response.json()).toMatchObject({ error: { code: "access_expired" } });
  });

  it("does not make an invitation of the key's sign-in, nor the other way round", async () => {
    const session = { kind: "session", name: "mixed" } as const;
    const token = await sign("operator", session);
    const signIn = (await signedIn()).cookies.get("motive-admin") ?? "";
    for (const cookie of [`motive-admin=${token}`, `motive-guest=${signIn}`]) {
      const { response } = await fetchEdge("/console/account", { headers: { cookie } }, LOCKED);
      expect(await response.json()).toMatchObject({ error: { code: "missing_api_key" } });
    }
  });
});

describe("open local mode", () => {
  it("has nothing to sign in to", async () => {
    const account = { ...ADMIN, isOpenLocal: true, canInvite: false, expiresAtMs: null };
    const asked = await fetchWorker("/console/account");
    expect([asked.status, await asked.json()]).toEqual([200, account]);
    const signIn = await fetchWorker("/console/sign-in", post({ key: "any" }));
    expect(signIn.headers.getSetCookie()).toEqual([]);
    expect([signIn.status, await signIn.json()]).toEqual([200, account]);
  });
});

describe("a server that lets nobody in", () => {
  it.each([
    ["closed", {}, "http://localhost", 503, "no_api_key_configured"],
    ["with wrong settings", { TURN_TIMEOUT: "soon" }, "http://localhost", 500, "invalid_settings"],
    ["under a foreign name", { OPEN_LOCAL: "1" }, "http://evil.example", 403, "not_loopback"],
  ])("lets nobody sign in: %s", async (_why, variables, origin, status, code) => {
    const browser = new Browser({ variables: { LOG_LEVEL: "off", ...variables }, origin });
    expect(await browser.signIn("any")).toEqual([status, code]);
    expect(await browser.ask("/console/account")).toEqual([status, code]);
  });
});
