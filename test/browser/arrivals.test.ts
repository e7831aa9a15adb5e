import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useOwnServer } from "../e2e/support/use-server.ts";
import { waitFor } from "../e2e/support/wait-for.ts";
import { editorOf, sendButtonOf, settingsOf } from "./support/console-page.ts";
import { askStreaming, createClient } from "./support/streaming-caller.ts";
import { useVisitors } from "./support/use-visitors.ts";

// The title counts whoever waits, in all sessions.
const server = useOwnServer({ settings: PATIENT });
const visit = useVisitors();

/** Records what the browser would show outside the page, and has the page believe that another window is in front. */
const RECORD_NOTIFICATIONS = `
  window.shown = [];
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title, { body }) { window.shown.push({ title, body }); }
    addEventListener() {}
    close() {}
  };
  document.hasFocus = () => false;
`;

function names(page: Page): Promise<string[]> {
  return page
    .getByRole("list", { name: "Inbox" })
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
}

describe("the inbox", () => {
  it("tells of whoever begins to wait: in the list, the title, the icon, aloud for screen readers and outside the page", async () => {
    const { url } = server();
    const client = createClient(`${url}/caller`);
    const page = await visit(url);
    await page.getByRole("heading", { name: "No sessions yet" }).first().waitFor();
    expect(await page.title()).toBe("Inbox – MotiveProxy");
    const icon = (): Promise<string | null> => page.locator("link[rel=icon]").getAttribute("href");
    const plainIcon = await icon();
    await page.addInitScript(RECORD_NOTIFICATIONS);
    await page.reload();
    await settingsOf(page).click();
    await page.getByRole("checkbox", { name: "Notifications" }).check();
    await page.keyboard.press("Escape");

    const first = askStreaming(client, "gate", "Who goes there?");
    await page.getByRole("link", { name: /gate Waiting for \d+:\d\d Who goes there\?/ }).waitFor();
    expect(await page.title()).toBe("(1) Inbox – MotiveProxy");
    expect(await icon()).toMatch(/^data:image\/png/);
    expect(await page.evaluate("window.shown")).toEqual([
      { title: "gate is waiting.", body: "Who goes there?" },
    ]);
    await page.getByRole("status").getByText("gate is waiting.").waitFor({ state: "attached" });

    // Who has waited longest stays at the top, and the clocks run.
    const second = askStreaming(client, "inn", "Is there room?");
    await waitFor("the second session", async () => (await names(page)).length === 2);
    expect(await names(page)).toEqual(["/s/gate", "/s/inn"]);
    expect(await page.title()).toBe("(2) Inbox – MotiveProxy");
    const clock = page.getByRole("link", { name: /^(Unread )?gate/ });
    const before = await clock.innerText();
    await waitFor("the clock to run", async () => (await clock.innerText()) !== before);

    await clock.click();
    await editorOf(page).fill("A friend.");
    await sendButtonOf(page).click();
    await first.whole;
    await waitFor("the title", async () => (await page.title()) === "(1) gate – MotiveProxy");
    await page.getByRole("link", { name: /inn/ }).click();
    await editorOf(page).fill("In the stable.");
    await sendButtonOf(page).click();
    await second.whole;
    await waitFor("the icon to be plain again", async () =>
      (await icon())?.endsWith(plainIcon ?? "?"),
    );
    expect(await page.title()).toBe("inn – MotiveProxy");
  });

  it("finds sessions by a word, by who waits, and opens one by its name", async () => {
    const { url } = server();
    const client = createClient(`${url}/caller`);
    const answer = askStreaming(client, "tower", "Is it high?");
    const page = await visit(url);
    await waitFor("the sessions", async () => (await names(page)).length >= 3);
    await page.getByRole("searchbox", { name: "Search" }).fill("inn");
    expect(await names(page)).toEqual(["/s/inn"]);
    await page.getByRole("searchbox", { name: "Search" }).fill("nothing of that kind");
    await page.getByRole("button", { name: "Show all sessions" }).click();
    await page.getByRole("button", { name: "Waiting", exact: true }).click();
    expect(await names(page)).toEqual(["/s/tower"]);
    await page.getByRole("button", { name: "Open by name" }).click();
    await page.getByRole("textbox", { name: "Name of the session" }).fill("門番 7/8");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByRole("heading", { name: "門番 7/8" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/s/${encodeURIComponent("門番 7/8")}`);
    await page.goBack();
    await page.getByRole("link", { name: /tower/ }).click();
    await editorOf(page).fill("Very.");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("Very.");
  });
});
