import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../src/core/limits.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), "utf8");
const page = read("docs/security.md");

const promises = [
  ...page.matchAll(/^\| (.+?) \| `((?:test|src)\/\S+\.test\.ts)` \| (.+?) \|$/gm),
].map(([, promise = "", file = "", title = ""]) => ({ promise, file, title }));

describe("the promises of docs/security.md", () => {
  it("are there", () => {
    expect(promises.length).toBeGreaterThan(20);
  });

  it.each(promises)("have the test that they name: $promise", ({ file, title }) => {
    expect(read(file)).toContain(title);
  });
});

interface Binding {
  readonly name: string;
  readonly limit: number;
  readonly period: number;
}

function bindings(): readonly Binding[] {
  const blocks = read("wrangler.toml").matchAll(
    /\[\[ratelimits\]\]\nname = "(\w+)"\nnamespace_id = "\d+"\nsimple = \{ limit = (\d+), period = (\d+) \}/g,
  );
  return [...blocks].map(([, name = "", limit, period]) => ({
    name,
    limit: Number(limit),
    period: Number(period),
  }));
}

describe("the rates of wrangler.toml", () => {
  it("have the periods that the code tells clients to wait", () => {
    const code = read("src/worker/middleware/limit-rate.ts");
    const seconds = (name: string): number =>
      Number(new RegExp(`${name}_PERIOD_SECONDS = (\\d+);`).exec(code)?.[1]);
    expect(bindings().map(({ name, period }) => [name, period])).toEqual([
      ["RATE_LIMIT", seconds("RATE_LIMIT")],
      ["FAILURE_LIMIT", seconds("FAILURE_LIMIT")],
    ]);
  });

  it("are those of docs/security.md", () => {
    for (const { limit, period } of bindings())
      expect(page).toContain(`${limit.toLocaleString("en")} in ${period} s`);
  });
});

describe("the limits of docs/security.md", () => {
  it.each([
    `| ${LIMITS.jsonDepthMax} levels |`,
    `| ${LIMITS.messageBytesMax / 1024 ** 2} MiB |`,
    `| ${LIMITS.messagesPerRequestMax.toLocaleString("en")} and ${LIMITS.toolsPerRequestMax} |`,
    `| ${LIMITS.sessionNameCharsMax} characters |`,
    `| ${LIMITS.holdsMax} |`,
    `| ${LIMITS.legsMax.toLocaleString("en")} |`,
  ])("are the code's: %s", (text) => {
    expect(page).toContain(text);
  });
});
