import { describe, expect, it } from "vitest";
import { KEY, WITH_KEY } from "../e2e/support/settings.ts";
import { newSessionName } from "../e2e/support/sessions.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { editorOf } from "./support/console-page.ts";
import { askStreaming, createClient } from "./support/streaming-caller.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: WITH_KEY });
const visit = useVisitors();
const AS_HOST = { authorization: `Bearer ${KEY}` };

describe("an invited operator", () => {
  it("whose invitation is taken back is told so, and keeps what they wrote before their eyes", async () => {
    const { url } = server();
    const session = newSessionName("desk");
    const response = await fetch(`${url}/sessions/${session}/invites`, {
      method: "POST",
      headers: AS_HOST,
      body: JSON.stringify({ role: "operator" }),
    });
    const { invite, token } = (await response.json()) as { invite: string; token: string };
    const asked = askStreaming(createClient(`${url}/caller`, KEY), session, "Who goes there?");
    const page = await visit(`${url}/join#${token}`, {
      expectedProblems: [/status of 401/, /HTTP Authentication failed/],
    });
    await page.getByText("Who goes there?").first().waitFor();
    await editorOf(page).fill("Frie");
    await fetch(`${url}/sessions/${session}/invites/${invite}`, {
      method: "DELETE",
      headers: AS_HOST,
    });
    const notice = page.getByRole("alert").filter({ hasText: "You are signed out" });
    await notice.waitFor();
    await fetch(`${url}/sessions/${session}/replies`, {
      method: "POST",
      headers: AS_HOST,
      body: JSON.stringify({ text: "Nobody." }),
    });
    expect(await asked.whole).toBe("Nobody.");
    // It stays so: a page that asks for a key, which they do not have, would take it away.
    expect(await notice.isVisible()).toBe(true);
    expect(await editorOf(page).inputValue()).toBe("Frie");
  });
});
