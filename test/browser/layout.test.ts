import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { editorOf } from "./support/console-page.ts";
import { meet } from "./support/meeting.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

/** Long words and lines, code, and a table, none of which may make the page wider than it is. */
const WIDE_QUESTION = `A word of ${"w".repeat(300)} letters,

\`\`\`
${"a line of code that goes on ".repeat(20)}
\`\`\`

| a | b | c | d | e | f | g | h |
| - | - | - | - | - | - | - | - |
| ${"cell ".repeat(8)} | ${"cell ".repeat(8)} | c | d | e | f | g | h |`;

/** What stands out of the page to the right, and of what is scrolled by itself nothing. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth} wide in ${clientWidth}`] : [];
  });
}

const SIZES = [
  { width: 360, height: 640 },
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
];

describe("from a small phone to a 4K screen", () => {
  it("no view scrolls sideways, and the answer can be reached", async () => {
    const { url, page } = await meet(server(), visit, { question: WIDE_QUESTION });
    const found: string[] = [];
    for (const viewport of SIZES) {
      await page.setViewportSize(viewport);
      const name = `${viewport.width} × ${viewport.height}`;
      await editorOf(page).scrollIntoViewIfNeeded();
      for (const problem of await overflow(page)) found.push(`session, ${name}: ${problem}`);
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      for (const problem of await overflow(page)) found.push(`help, ${name}: ${problem}`);
      await page.keyboard.press("Escape");
    }
    await page.goto(url);
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    for (const viewport of SIZES) {
      await page.setViewportSize(viewport);
      for (const problem of await overflow(page))
        found.push(`inbox, ${viewport.width}: ${problem}`);
    }
    expect(found).toEqual([]);
  });

  it("a phone shows one column, with a way back to the inbox", async () => {
    const { page, session } = await meet(server(), visit, {
      viewport: { width: 360, height: 640 },
    });
    await page
      .getByRole("link", { name: /Back|Go to the inbox/ })
      .first()
      .click();
    await page.getByRole("link", { name: new RegExp(session) }).click();
    await editorOf(page).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/s/${session}`);
  });

  it("whoever wants no motion gets none", async () => {
    const { page } = await meet(server(), visit, { reducedMotion: "reduce" });
    const moving = await page.evaluate(() =>
      document.getAnimations().map((animation) => {
        const { duration } = animation.effect?.getComputedTiming() ?? {};
        return Number(duration ?? 0);
      }),
    );
    expect(moving.filter((durationMs) => durationMs > 1)).toEqual([]);
  });
});
