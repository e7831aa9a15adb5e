import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterEach } from "vitest";
import { sharedBrowser } from "./browser.ts";
import { watchProblems, type ProblemLog } from "./page-problems.ts";

/** Who looks at the console, and on what. The default is an English desktop with a light theme. */
export interface Visitor extends BrowserContextOptions {
  /** What the visitor's pages are expected to complain about, such as a server that is down. */
  readonly expectedProblems?: readonly RegExp[];
}

/** Opens an address as a visitor who was never there: with cookies, storage and permissions of its own. */
export type Visit = (url: string, visitor?: Visitor) => Promise<Page>;

const DESKTOP: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  locale: "en-US",
  colorScheme: "light",
};
/** Long for a machine that also runs other tests. */
const ACTION_TIMEOUT_MS = 30_000;

/** A small phone of today in the hand of a person. */
export const PHONE: Visitor = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
};

interface Visited {
  readonly context: BrowserContext;
  readonly problems: ProblemLog;
}

/**
 * Visitors for the tests of a file, which run one after another. A test fails where a page of its visitors reports an error, an
 * exception that nobody caught, or a breach of its content security policy. What they saw last is shown where it fails.
 */
export function useVisitors(): Visit {
  const visited: Visited[] = [];
  afterEach(async ({ task }) => {
    const visits = visited.splice(0);
    if (task.result?.state === "fail") {
      for (const { context } of visits) await showPages(context);
    }
    await Promise.all(visits.map(({ context }) => context.close()));
    const problems = visits.flatMap((visit) => visit.problems.found);
    if (problems.length > 0) throw new Error(`The pages reported:\n${problems.join("\n")}`);
  });
  return async function visit(url, { expectedProblems = [], ...options } = {}) {
    const browser = await sharedBrowser();
    const context = await browser.newContext({ ...DESKTOP, ...options });
    context.setDefaultTimeout(ACTION_TIMEOUT_MS);
    visited.push({ context, problems: watchProblems(context, expectedProblems) });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
}

async function showPages(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) {
    const seen = await page
      .locator("body")
      .ariaSnapshot({ timeout: 1_000 })
      .catch((error: unknown) => String(error));
    process.stderr.write(`--- ${page.url()} at the end of the failed test ---\n${seen}\n---\n`);
  }
}
