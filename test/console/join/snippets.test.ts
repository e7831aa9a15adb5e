import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { snippet, SNIPPET_LANGUAGES } from "../../../src/console/join/snippets";

const VALUES = {
  baseUrl: "http://192.0.2.1:8787/v1",
  model: `it's "odd" \\ $HOME \`x\` 日本`,
  apiKey: "key'1",
  question: "Who's there?",
};

describe("the examples for programs", () => {
  it.each(SNIPPET_LANGUAGES)("hold every value: $name", ({ id }) => {
    const text = snippet(id, VALUES);
    expect(text).toContain("http://192.0.2.1:8787/v1");
    expect(text).not.toContain("undefined");
  });

  it("are JavaScript that says the values, whatever is in them", () => {
    const text = snippet("javascript", VALUES);
    const calls: unknown[] = [];
    const body = text
      .replace(/^import .*$/m, "")
      .replace("const answer = await", "const answer =")
      .replace(/^console\.log.*$/m, "");
    const OpenAI = class {
      chat = { completions: { create: (call: unknown) => calls.push(call) } };
      constructor(options: unknown) {
        calls.push(options);
      }
    };
    // eslint-disable-next-line typescript/no-implied-eval -- the example itself is what is tested
    Reflect.apply(new Function("OpenAI", body), null, [OpenAI]);
    expect(calls).toEqual([
      { baseURL: VALUES.baseUrl, apiKey: VALUES.apiKey, timeout: 3_600_000 },
      { model: VALUES.model, messages: [{ role: "user", content: VALUES.question }] },
    ]);
  });

  it("are a shell's words for curl, whatever is in them", () => {
    const text = snippet("curl", VALUES);
    const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${text}`;
    const words = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0");
    expect(words[0]).toBe("http://192.0.2.1:8787/v1/chat/completions");
    expect(words).toContain("Authorization: Bearer key'1");
    expect(JSON.parse(words.at(-2) ?? "")).toEqual({
      model: VALUES.model,
      messages: [{ role: "user", content: VALUES.question }],
    });
  });
});
