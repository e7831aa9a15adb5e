import { describe, expect, it } from "vitest";
import type { JsonObject } from "../core/json";
import { rawRequestOf } from "./raw-exchange";

const BYTES_MAX = 256 * 1024;

function rawOf(body: JsonObject, conversationField = "messages"): Record<string, unknown> {
  const text = rawRequestOf(body, conversationField);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(BYTES_MAX);
  return JSON.parse(text) as Record<string, unknown>;
}

function messages(count: number, content = "x"): readonly JsonObject[] {
  return Array.from({ length: count }, (_, index) => ({ role: "user", content, index }));
}

describe("a raw request", () => {
  it("is the body as it was sent where that is short", () => {
    const body = {
      model: "demo",
      messages: messages(8, "Hello 👋"),
      temperature: 0.5,
      stop: null,
      metadata: { author: "me", auth: "a word of the client's own" },
      ["__proto__"]: { deep: [true, "は"] },
    };
    expect(rawRequestOf(body, "messages")).toBe(JSON.stringify(body));
    expect(rawRequestOf({ model: "m", input: "text" }, "input")).toBe(
      '{"model":"m","input":"text"}',
    );
    expect(rawRequestOf({ model: "m" }, "input")).toBe('{"model":"m"}');
  });

  it("has the newest messages of a long conversation, and costs no more for the others", () => {
    const history = messages(1_000, "word ".repeat(400));
    const touched = new Set<number>();
    const watched = history.map(
      (message, index) =>
        new Proxy(message, {
          ownKeys: (target) => {
            touched.add(index);
            return Reflect.ownKeys(target);
          },
        }),
    );
    const raw = rawOf({ model: "demo", messages: watched });
    expect(raw["messages"]).toEqual(["[992 earlier]", ...history.slice(-8)]);
    expect(Math.min(...touched)).toBe(992);
    expect(history.length).toBe(1_000);
  });

  it("has the ends of a long text, and its size", () => {
    const text = `${"👋".repeat(3_000)}${"z".repeat(3_001)}`;
    const raw = rawOf({ messages: messages(1, text) });
    const [message] = raw["messages"] as { content: string }[];
    expect(message?.content.length).toBeLessThan(4_100);
    expect(message?.content).toMatch(/^(?:👋)+\[… of 9001 characters …\]z+$/u);
    expect(message?.content.isWellFormed()).toBe(true);
    const odd = rawOf({ prompt: `a${"👋".repeat(5_000)}b` }, "prompt");
    expect(String(odd["prompt"]).isWellFormed()).toBe(true);
  });

  it("ends at 256 KiB, however large the body is", () => {
    const parts = Array.from({ length: 1_000 }, () => ({ type: "text", text: "y".repeat(3_000) }));
    const many = rawOf({ model: "demo", messages: [{ role: "user", content: parts }] });
    expect(many["model"]).toBe("demo");
    expect(JSON.stringify(many)).toContain("[… of 3000 characters …]");
    const tiny = rawOf({ model: "demo", messages: [{ list: Array(1_000_000).fill(0) }] });
    expect(JSON.stringify(tiny)).toMatch(/\[\d+ more\]/);
    const wide = Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`field-${i}`, i]));
    expect(rawOf({ model: "demo", logit_bias: wide })["model"]).toBe("demo");
    const names = Object.fromEntries([["k".repeat(300_000), 1]]);
    expect(rawOf({ model: "demo", messages: [names] })).toMatchObject({
      model: "demo",
      messages: expect.stringMatching(/^\[\d+ bytes\]$/) as string,
    });
    expect(rawOf({ ["k".repeat(300_000)]: 1 })).toEqual({ "…": "[1 fields]" });
  });

  it("has no credentials, which are for the vendor's servers", () => {
    const parameters = { type: "object", properties: { authorization: { type: "string" } } };
    const raw = rawRequestOf(
      {
        api_key: "sk-1",
        messages: [{ role: "user", content: "My password is a secret of the story." }],
        tools: [
          { type: "mcp", server_url: "https://mcp.example/sk-2/sse", authorization: "sk-3" },
          { type: "mcp", headers: { "x-key": "sk-4" } },
          { googleMaps: { authConfig: { apiKeyConfig: { apiKeyString: "sk-5" } } } },
          { type: "shell", network: [{ domain_secrets: [{ value: "sk-6" }] }] },
          { type: "function", function: { name: "log_in", parameters } },
          { name: "log_in", input_schema: parameters },
        ],
        mcp_servers: [{ name: "n", url: "https://a.example/sk-7", authorization_token: "sk-8" }],
      },
      "messages",
    );
    expect(raw).not.toMatch(/sk-\d/);
    expect(raw).toContain("My password is a secret of the story.");
    expect(raw).toContain('"server_url":"https://mcp.example"');
    expect(raw.split('"authorization":{"type":"string"}').length).toBe(3);
  });

  it("has none where an item of the conversation offers tools", () => {
    const item = { type: "additional_tools", tools: [{ type: "mcp", authorization: "sk-1" }] };
    expect(rawRequestOf({ input: [item] }, "input")).not.toContain("sk-1");
  });
});
