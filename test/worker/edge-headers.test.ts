import { describe, expect, it } from "vitest";
import { fetchEdge, fetchWorker } from "./support/edge";

const PREFLIGHT = {
  origin: "https://chat.example",
  "access-control-request-method": "POST",
  "access-control-request-headers": "authorization, x-stainless-os",
};

describe("every response", () => {
  it.each(["/health", "/v1/models", "/nothing", "/v1/chat/completions"])(
    "has the security headers and an id of its own: %s",
    async (path) => {
      const response = await fetchWorker(path, { headers: { "x-request-id": "mine" } });
      await response.text();
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-request-id": expect.stringMatching(/^[\da-f-]{36}$/) as unknown,
      });
    },
  );

  it("has no body for HEAD", async () => {
    const response = await fetchWorker("/v1/models", { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  it("tells the methods of a path for OPTIONS", async () => {
    const response = await fetchWorker("/v1/models", { method: "OPTIONS" });
    expect([response.status, response.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  });
});

describe("a web page of another origin", () => {
  it("gets its preflight answered without a key", async () => {
    const { response } = await fetchEdge(
      "/v1/chat/completions",
      {
        method: "OPTIONS",
        headers: { ...PREFLIGHT, "access-control-request-private-network": "true" },
      },
      { variables: { API_KEY: "key" } },
    );
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "authorization, x-stainless-os",
      "access-control-allow-methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
      "access-control-max-age": "86400",
      "access-control-allow-private-network": "true",
    });
  });

  it("may read errors and ids", async () => {
    const headers = { origin: "https://chat.example" };
    const { response } = await fetchEdge(
      "/v1/models",
      { headers },
      { variables: { API_KEY: "key" } },
    );
    await response.text();
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-expose-headers")).toContain("x-request-id");
  });

  it("is answered by name where origins are listed, and others are not", async () => {
    const options = {
      variables: { API_KEY: "key", CORS_ORIGINS: "https://chat.example, https://b.example" },
    };
    const allowed = await fetchEdge(
      "/health",
      { headers: { origin: "https://chat.example" } },
      options,
    );
    const refused = await fetchEdge(
      "/health",
      { headers: { origin: "https://evil.example" } },
      options,
    );
    const preflight = await fetchEdge(
      "/health",
      { method: "OPTIONS", headers: { ...PREFLIGHT, origin: "https://evil.example" } },
      options,
    );
    await allowed.response.text();
    await refused.response.text();
    expect([
      allowed.response.headers.get("access-control-allow-origin"),
      refused.response.headers.get("access-control-allow-origin"),
      preflight.response.headers.get("access-control-allow-origin"),
      allowed.response.headers.get("vary"),
    ]).toEqual(["https://chat.example", null, null, "Origin"]);
  });
});
