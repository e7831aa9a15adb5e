import { describe, expect, it } from "vitest";
import { KEY, WITH_KEY } from "../e2e/support/settings.ts";
import { newSessionName } from "../e2e/support/sessions.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { sessionUrl } from "./support/console-page.ts";
import { signIn } from "./support/sign-in.ts";
import { askStreaming, createClient } from "./support/streaming-caller.ts";
import { PHONE, useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: WITH_KEY });
const visit = useVisitors();

const NOT_SIGNED_IN = [/status of 401/];

describe("a player who is invited by a link", () => {
  it("answers from a phone, where there is a question and an answer and nothing else", async () => {
    const { url } = server();
    const session = newSessionName("party");
    const host = await visit(sessionUrl(url, session), { expectedProblems: NOT_SIGNED_IN });
    await signIn(host, KEY);
    await host.getByRole("button", { name: "Invite", exact: true }).click();
    const dialog = host.getByRole("dialog");
    await dialog.getByRole("radio", { name: /^Player/ }).check();
    await dialog.getByRole("textbox", { name: "Name" }).fill("Cleo");
    await dialog.getByRole("button", { name: "Make a link" }).click();
    const link = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
    expect(link).toMatch(new RegExp(`^${url}/join#.{20,}$`));
    await dialog.getByRole("img", { name: "The link as a QR code" }).waitFor();

    const phone = await visit(link, { ...PHONE, expectedProblems: NOT_SIGNED_IN });
    await phone.getByText("Nobody is asking right now.").waitFor();
    // The token is a credential, so it stays neither in the address bar nor in the history.
    expect(phone.url()).toBe(`${url}/join`);
    expect(await phone.evaluate(() => document.cookie)).toBe("");

    const client = createClient(`${url}/caller`, KEY);
    const first = askStreaming(client, session, [
      { role: "system", content: "You guard the gate." },
      { role: "user", content: "Is there room at the inn?" },
    ]);
    await phone.getByText("Is there room at the inn?").waitFor();
    expect(await phone.getByText("You guard the gate.").count()).toBe(0);
    await phone.getByRole("textbox", { name: "Your answer" }).fill("Only in the stable.");
    await phone.getByRole("button", { name: "Send" }).tap();
    expect(await first.whole).toBe("Only in the stable.");
    await phone.getByText("Delivered").waitFor();
    const isWider = await phone.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(isWider).toBe(false);

    // A reload asks for no link again.
    await phone.reload();
    const second = askStreaming(client, session, "And for a donkey?");
    await phone.getByText("And for a donkey?").waitFor();
    await phone.getByRole("textbox", { name: "Your answer" }).fill("Always.");
    await phone.getByRole("button", { name: "Send" }).tap();
    expect(await second.whole).toBe("Always.");
  });

  it("is told that the invitation was taken back, at once", async () => {
    const { url } = server();
    const session = newSessionName("party");
    const headers = { authorization: `Bearer ${KEY}` };
    const response = await fetch(`${url}/sessions/${session}/invites`, {
      method: "POST",
      headers,
      body: JSON.stringify({ role: "responder" }),
    });
    const { invite, token } = (await response.json()) as { invite: string; token: string };
    const phone = await visit(`${url}/join#${token}`, {
      ...PHONE,
      expectedProblems: NOT_SIGNED_IN,
    });
    await phone.getByText("Nobody is asking right now.").waitFor();
    await fetch(`${url}/sessions/${session}/invites/${invite}`, { method: "DELETE", headers });
    await phone.getByRole("heading", { name: "Your access has ended" }).waitFor();
    await phone.reload();
    await expect
      .poll(() => phone.getByRole("heading", { level: 1 }).textContent())
      .toMatch(/taken back|ended|No invitation/);
  });

  it("is helped where the link is broken", async () => {
    const page = await visit(`${server().url}/join#not-a-token`, {
      ...PHONE,
      expectedProblems: [/status of 40\d/],
    });
    await page.getByRole("heading", { name: "This link is not complete" }).waitFor();
    expect(page.url()).toBe(`${server().url}/join`);
  });
});
