import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { newSessionName } from "../e2e/support/sessions.ts";
import { PATIENT } from "../e2e/support/settings.ts";
import { useOwnServer } from "../e2e/support/use-server.ts";
import { waitFor } from "../e2e/support/wait-for.ts";
import { editorOf, sessionUrl } from "./support/console-page.ts";
import { expectEventually } from "./support/expect-eventually.ts";
import { askStreaming, createClient } from "./support/streaming-caller.ts";
import { useVisitors } from "./support/use-visitors.ts";

// The next question is one that waits in any session.
const server = useOwnServer({ settings: PATIENT });
const visit = useVisitors();

/** What has the focus, as a screen reader names it; null where nothing has, and whoever uses the keyboard is lost. */
function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) return null;
    const label =
      activeElement instanceof HTMLTextAreaElement ? activeElement.labels[0] : undefined;
    const name =
      activeElement.getAttribute("aria-label") ?? (label ?? activeElement).textContent ?? "";
    return `${activeElement.tagName.toLowerCase()} ${name.trim().slice(0, 60)}`;
  });
}

/** Wherever it is: an element that goes away gives it to another. */
async function expectFocus(page: Page): Promise<void> {
  await expectEventually(() => focused(page)).not.toBeNull();
}

async function tabTo(page: Page, wanted: RegExp, key = "Tab"): Promise<void> {
  const passed: (string | null)[] = [];
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press(key);
    const name = await focused(page);
    if (name !== null && wanted.test(name)) return;
    passed.push(name);
  }
  throw new Error(`Tab does not come to ${String(wanted)}, but to: ${passed.join(", ")}`);
}

describe("by keyboard alone", () => {
  it("a person finds the question, reads the help, answers, and goes on to the next", async () => {
    const { url } = server();
    const session = newSessionName("keys");
    const client = createClient(`${url}/caller`);
    const first = askStreaming(client, session, "First?");
    const page = await visit(url);
    await page.getByRole("link", { name: new RegExp(session) }).waitFor();

    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keys and help" });
    await help.getByText("Search the sessions").waitFor();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });

    await page.keyboard.press("/");
    expect(await focused(page)).toMatch(/^input/);
    await page.keyboard.type(session);
    await tabTo(page, new RegExp(`^a .*${session}Waiting`));
    await page.keyboard.press("Enter");
    await editorOf(page).waitFor();
    await expectFocus(page);

    await page.keyboard.press("r");
    expect(await focused(page)).toBe("textarea Answer to Turn 1");
    await page.keyboard.type("The first answer.");
    const second = askStreaming(createClient(`${url}/caller`, "another-key"), session, "Second?");
    await page.keyboard.press("Control+Enter");
    expect(await first.whole).toBe("The first answer.");
    await page.getByRole("button", { name: /^Turn 2 Waiting/ }).waitFor();
    await expectFocus(page);

    await page.keyboard.press("Alt+ArrowDown");
    await waitFor(
      "the next question",
      async () => (await focused(page)) === "textarea Answer to Turn 2",
    );
    // The other ways to answer are a few keys away.
    await tabTo(page, /^button Text$/, "Shift+Tab");
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("button Refuse");
    await tabTo(page, /^textarea Refusal/);
    await page.keyboard.press("Control+A");
    await page.keyboard.type("I would rather not.");
    await tabTo(page, /^button Send$/);
    await page.keyboard.press("Enter");
    await second.whole;
    const refusals = second.chunks.map(({ choices }) => choices[0]?.delta.refusal ?? "");
    expect(refusals.join("")).toBe("I would rather not.");
    await page.getByText("Delivered").first().waitFor();
    await expectFocus(page);
  });

  it("goes on to another session that waits, where nothing waits in this one any more", async () => {
    const { url } = server();
    const [one, other] = [newSessionName("keys"), newSessionName("keys")];
    const answer = askStreaming(createClient(`${url}/caller`), one, "Here?");
    const page = await visit(sessionUrl(url, one));
    await editorOf(page).fill("Here.");
    await page.keyboard.press("Control+Enter");
    expect(await answer.whole).toBe("Here.");
    askStreaming(createClient(`${url}/caller`), other, "And there?");
    await page.getByRole("link", { name: new RegExp(`${other} Waiting`) }).waitFor();
    await page.keyboard.press("Alt+ArrowDown");
    await expectEventually(() => page.url()).toBe(sessionUrl(url, other));
    await editorOf(page).waitFor();
    await expectFocus(page);
  });

  it("a dialog keeps the focus, closes by Esc, and gives the focus back", async () => {
    const { url } = server();
    const page = await visit(url);
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    await tabTo(page, /^button Open by name/);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Open a session" });
    await dialog.waitFor();
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press("Tab");
      const isInside = await page.evaluate(
        () =>
          document.activeElement === document.body ||
          document.activeElement?.closest("dialog") !== null,
      );
      expect(isInside).toBe(true);
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await focused(page)).toBe("button Open by name");
  });
});
