import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { newSessionName } from "../e2e/support/sessions.ts";
import { KEY, WITH_KEY } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { waitFor } from "../e2e/support/wait-for.ts";
import { editorOf, sendButtonOf, sessionUrl, settingsOf } from "./support/console-page.ts";
import { signIn } from "./support/sign-in.ts";
import { askStreaming, createClient } from "./support/streaming-caller.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: WITH_KEY });
const visit = useVisitors();

function operatorSecretOf(page: Page): Promise<string> {
  return waitFor("the operator's secret", () =>
    page.evaluate(() => sessionStorage.getItem("motive-proxy.operator-secret")),
  );
}

const NOT_SIGNED_IN = [/status of 401/];

describe("a server with a key", () => {
  it("asks for it, says that a wrong one is wrong, and remembers the right one in a cookie that no script can read", async () => {
    const { url } = server();
    const page = await visit(url, { expectedProblems: NOT_SIGNED_IN });
    await signIn(page, "not-the-key");
    await page.getByText("This key is not right.").waitFor();
    await signIn(page, KEY);
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    const stored = await page.evaluate(() => [
      document.cookie,
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
    ]);
    expect(stored[0]).toBe("");
    expect(stored.join("")).not.toContain(KEY);
    const cookies = await page.context().cookies();
    expect(cookies).toEqual([
      expect.objectContaining({ httpOnly: true, sameSite: "Strict", path: "/" }),
    ]);
    expect(JSON.stringify(cookies)).not.toContain(KEY);
    await page.reload();
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
  });

  it("shows a deep link after the sign-in, and nothing of it before", async () => {
    const { url } = server();
    const session = newSessionName("deep");
    const client = createClient(`${url}/caller`, KEY);
    const answer = askStreaming(client, session, "A secret question?");
    const page = await visit(sessionUrl(url, session), { expectedProblems: NOT_SIGNED_IN });
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.getByText("A secret question?").count()).toBe(0);
    await signIn(page, KEY);
    await editorOf(page).fill("A secret answer.");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("A secret answer.");
  });

  it("is left by signing out", async () => {
    const { url } = server();
    const page = await visit(url, { expectedProblems: NOT_SIGNED_IN });
    await signIn(page, KEY);
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    const secret = await operatorSecretOf(page);
    await settingsOf(page).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    // Whoever signs in next at this tab is another operator.
    expect(await operatorSecretOf(page)).not.toBe(secret);
    expect(await page.context().cookies()).toEqual([]);
    await page.reload();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });
});
