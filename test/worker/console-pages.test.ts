import { describe, expect, it } from "vitest";
import { fetchEdge, fetchWorker } from "./support/edge";
import { createApp } from "../../src/worker/app";
import { isOfApi } from "../../src/worker/middleware/show-console";
import { KEY, LOCKED } from "./support/guests";

const BROWSER = { headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" } };
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; media-src 'self' data: blob:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

describe("the console's page", () => {
  it.each(["/", "/join", "/s/town-guard-7", "/s/a%2Fb", "/s/v1/models", "/s/chat/completions"])(
    "is there for a browser at %s, without a key",
    async (path) => {
      const { response } = await fetchEdge(path, BROWSER, LOCKED);
      expect(await response.text()).toContain('<div id="root">');
      expect([response.status, Object.fromEntries(response.headers)]).toEqual([
        200,
        {
          "content-type": "text/html; charset=utf-8",
          "cache-control": "no-store",
          "content-security-policy": PAGE_POLICY,
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-resource-policy": "same-origin",
          "referrer-policy": "no-referrer",
          "x-content-type-options": "nosniff",
          "x-frame-options": "DENY",
          "x-request-id": expect.any(String) as unknown,
          "request-id": expect.any(String) as unknown,
        },
      ]);
    },
  );

  it("is there in the whole Worker too, and has no body for HEAD", async () => {
    const page = await fetchWorker("/s/demo", BROWSER);
    expect(await page.text()).toContain('<div id="root">');
    const head = await fetchWorker("/s/demo", { ...BROWSER, method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it.each([
    ["/", "Ollama is running"],
    ["/s/demo", "not_found"],
    ["/join", "not_found"],
  ])("is for browsers alone: %s", async (path, text) => {
    expect(await (await fetchWorker(path)).text()).toContain(text);
  });

  it.each([
    "/v1",
    "/v1/models",
    "/v1/models/s/demo",
    "/models/join",
    "/api/tags",
    "/v1beta/models",
    "/sessions",
    "/sessions/s",
    "/caller",
    "/caller/v1/models",
    "/console/account",
    "/health/s",
    "/upload/v1beta/files",
  ])("takes the place of nothing at %s", async (path) => {
    const { response } = await fetchEdge(path, BROWSER, LOCKED);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      401,
      "application/json",
    ]);
    await response.text();
  });

  it("leaves every path of an API to it, whoever asks", () => {
    const heads = createApp().routes.map(({ path }) => path.split("/")[1] ?? "");
    const paths = heads
      .filter((head) => !["", "*"].includes(head))
      .flatMap((head) => [`/${head}`, `/${head}/more`]);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !isOfApi(path))).toEqual([]);
  });

  it.each(["/nowhere", "/s", "/joins", "/join/x", "/index.html", "/nothing.svg", "//host.999"])(
    "says to a browser that nothing is at %s, and to others in JSON",
    async (path) => {
      const { response } = await fetchEdge(path, BROWSER, LOCKED);
      expect(await response.text()).toContain('<div id="root">');
      expect([response.status, Object.fromEntries(response.headers)]).toMatchObject([
        404,
        {
          "content-type": "text/html; charset=utf-8",
          "cache-control": "no-store",
          "content-security-policy": PAGE_POLICY,
        },
      ]);
      const others = await fetchEdge(
        path,
        { headers: { accept: "*/*", "x-api-key": KEY } },
        LOCKED,
      );
      expect(await others.response.json()).toMatchObject({ error: { code: "not_found" } });
      expect(others.response.status).toBe(404);
    },
  );

  it("has its icon beside it, which browsers may keep as long as it is the same", async () => {
    const { response } = await fetchEdge("/favicon.svg", {}, LOCKED);
    expect(await response.text()).toContain("<svg");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/svg+xml",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
    });
    const tag = response.headers.get("etag") ?? "";
    const again = await fetchEdge("/favicon.svg", { headers: { "if-none-match": tag } }, LOCKED);
    expect([again.response.status, await again.response.text()]).toEqual([304, ""]);
  });
});

describe("a server that lets nobody in", () => {
  const variables = { API_KEY: "two words", LOG_LEVEL: "off" };

  it.each([
    ["closed", {}, 503, "npx wrangler secret put MOTIVE_PROXY_API_KEY"],
    ["with wrong settings", variables, 500, "MOTIVE_PROXY_API_KEY"],
  ])("shows a browser a page that says so: %s", async (_why, given, status, text) => {
    for (const path of ["/", "/s/demo", "/join"]) {
      const { response } = await fetchEdge(path, BROWSER, { variables: given });
      expect([response.status, response.headers.get("content-type")]).toEqual([
        status,
        "text/html; charset=utf-8",
      ]);
      const page = await response.text();
      expect(page).toContain(text);
      expect(page).not.toContain("two words");
      expect(response.headers.get("content-security-policy")).toBe(
        "default-src 'none'; frame-ancestors 'none'",
      );
    }
  });

  it.each(["/", "/favicon.svg"])(
    "shows no page under a name that DNS rebinding could have made: %s",
    async (path) => {
      const { response } = await fetchEdge(path, BROWSER, { origin: "http://evil.example" });
      expect(response.status).toBe(403);
      expect(await response.text()).toContain("127.0.0.1");
    },
  );
});
