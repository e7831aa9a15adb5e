import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { waitFor } from "../e2e/support/wait-for.ts";
import { editorOf, sendButtonOf } from "./support/console-page.ts";
import { meet } from "./support/meeting.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

const SECRET = "motive-proxy.operator-secret";
const FORMER = "motive-proxy.operator-id";

/** What the tab keeps under this name. */
function keptIn(page: Page, name: string): Promise<string | null> {
  return page.evaluate((key) => sessionStorage.getItem(key), name);
}

function secretOf(page: Page): Promise<string> {
  return waitFor("the secret", () => keptIn(page, SECRET));
}

/** A tab as the browser makes it from this one, with all that this one keeps. */
async function copyOf(page: Page): Promise<Page> {
  const copied = page.waitForEvent("popup");
  await page.evaluate(() => void window.open(location.href));
  return copied;
}

describe("an operator", () => {
  it("is the same after a reload, and goes on with the turn", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    await editor.pressSequentially("All of it is m");
    await answer.until("All of it is ");
    const secret = await secretOf(page);
    await page.reload();
    await page.getByText("This turn is yours.").waitFor();
    expect(await keptIn(page, SECRET)).toBe(secret);
    await editorOf(page).press("Control+End");
    await editorOf(page).pressSequentially("ine");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("All of it is mine");
  });

  it("is another in a tab that the browser has copied, which takes nothing from the first", async () => {
    const { page } = await meet(server(), visit);
    await page.getByRole("button", { name: "Claim" }).click();
    await page.getByText("This turn is yours.").waitFor();
    const secret = await secretOf(page);
    await page.evaluate(() => sessionStorage.setItem("kept", "copied"));
    const copy = await copyOf(page);
    expect(await keptIn(copy, "kept")).toBe("copied");
    await copy.getByRole("button", { name: "Take over" }).waitFor();
    await waitFor("another secret", async () => (await keptIn(copy, SECRET)) !== secret);
    expect(await keptIn(page, SECRET)).toBe(secret);
    await page.getByText("This turn is yours.").waitFor();
  });

  it("does not use what an earlier version told everybody", async () => {
    const { page } = await meet(server(), visit);
    const former = "0123456789abcdef0123456789abcdef";
    await page.evaluate(
      ([secret, id, value]) => {
        sessionStorage.removeItem(secret);
        sessionStorage.setItem(id, value);
      },
      [SECRET, FORMER, former] as const,
    );
    await page.reload();
    expect(await secretOf(page)).not.toBe(former);
    expect(await keptIn(page, FORMER)).toBeNull();
  });
});
