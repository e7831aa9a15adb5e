import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { meet } from "./support/meeting.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

type Budget = Readonly<Record<".js" | ".css", number>>;

const KB = 1_024;

/** After gzip, as servers and networks send it. */
const VIEW_BYTES: Budget = { ".js": 60 * KB, ".css": 8 * KB };
/** Of all files, with what few people need at a time: forms, Markdown, invitations, the other language. It shows what grows. */
const ALL_BYTES: Budget = { ".js": 143 * KB, ".css": 8 * KB };

const builtFolder = (): string => join(server().stateDirectory, "build/console");

function gzipped(paths: Iterable<string>, extension: string) {
  const files = [...paths]
    .filter((path) => extname(path) === extension)
    .map((path) => ({
      path,
      bytes: gzipSync(readFileSync(join(builtFolder(), path)), { level: 9 }).byteLength,
    }));
  return { bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), files };
}

/** Fails with the sizes of the files where they are over the budget. */
function expectWithin(budget: Budget, paths: Iterable<string>): void {
  const over = Object.entries(budget).flatMap(([extension, maxBytes]) => {
    const { bytes, files } = gzipped(paths, extension);
    expect(files).not.toEqual([]);
    return bytes > maxBytes ? [{ extension, bytes, maxBytes, files }] : [];
  });
  expect(over).toEqual([]);
}

describe("the budget of 60 KB of scripts and 8 KB of styles", () => {
  it("holds for all that the inbox loads", async () => {
    const page = await visit(server().url);
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    expectWithin(VIEW_BYTES, await loadedFiles(page));
  });

  it("holds for all that a session loads until it can be answered", async () => {
    const { page } = await meet(server(), visit);
    expectWithin(VIEW_BYTES, await loadedFiles(page));
  });

  it("holds for a session in Japanese", async () => {
    const { page, url } = await meet(server(), visit);
    const session = new URL(page.url()).pathname;
    const japanese = await visit(`${url}${session}`, { locale: "ja-JP" });
    await japanese.locator("textarea").waitFor();
    expectWithin(VIEW_BYTES, await loadedFiles(japanese));
  });

  it("holds for what a player's page loads", async () => {
    const page = await visit(`${server().url}/join`);
    await page.getByRole("heading").first().waitFor();
    expectWithin(VIEW_BYTES, await loadedFiles(page));
  });
});

it("all files of the console together are no larger than they were", () => {
  expectWithin(ALL_BYTES, readdirSync(builtFolder(), { recursive: true, encoding: "utf8" }));
});

async function loadedFiles(page: Awaited<ReturnType<typeof visit>>): Promise<Set<string>> {
  await page.waitForLoadState("networkidle");
  const urls = await page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name }) => name),
  );
  expect(urls.filter((url) => new URL(url).origin !== server().url)).toEqual([]);
  return new Set(urls.map((url) => new URL(url).pathname));
}
