import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useOwnServer } from "../e2e/support/use-server.ts";
import { editorOf } from "./support/console-page.ts";
import { measureFirstView } from "./support/first-view.ts";
import { meet } from "./support/meeting.ts";
import { useVisitors } from "./support/use-visitors.ts";

// Its inbox has no other test's sessions, whose rows would count.
const server = useOwnServer({ settings: PATIENT });
const visit = useVisitors();

/**
 * The one demand in time that a test makes, as the project does. What else the machine does only ever adds to a load, so the best of
 * several says what the page itself needs; that is at most half of the limit, so that a busy machine has room.
 */
const LIMIT_MS = 1_000;
const LOADS_MAX = 24;

async function bestOf(page: Page, isThere: string): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let load = 0; load < LOADS_MAX && best >= LIMIT_MS; load += 1)
    best = Math.min(best, await measureFirstView(page, isThere));
  return best;
}

describe("on a processor that is four times as slow, the first view is interactive within a second", () => {
  it("in the inbox, which can be searched", async () => {
    const { page, url } = await meet(server(), visit);
    await page.goto(url);
    expect(await bestOf(page, "input[type=search]")).toBeLessThan(LIMIT_MS);
  });

  it("in a session, which can be answered", async () => {
    const { page } = await meet(server(), visit);
    expect(await bestOf(page, "textarea")).toBeLessThan(LIMIT_MS);
    await editorOf(page).waitFor();
  });
});
