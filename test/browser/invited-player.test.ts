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

const AS_HOST = { authorization: `Bearer ${KEY}` };

async function invitePlayer(
  url: string,
  session: string,
  terms: { readonly expires_in?: number } = {},
): Promise<{ readonly invite: string; readonly token: string }> {
  const response = await fetch(`${url}/sessions/${session}/invites`, {
    method: "POST",
    headers: AS_HOST,
    body: JSON.stringify({ role: "responder", ...terms }),
  });
  return (await response.json()) as { invite: string; token: string };
}

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

  it("is told of an answer that does not fit, and can answer the next question instead", async () => {
    const { url } = server();
    const session = newSessionName("party");
    const { token } = await invitePlayer(url, session);
    const phone = await visit(`${url}/join#${token}`, {
      ...PHONE,
      expectedProblems: NOT_SIGNED_IN,
    });
    const client = createClient(`${url}/caller`, KEY);
    const leaving = new AbortController();
    const demanding = client.chat.completions
      .create(
        {
          model: session,
          messages: [{ role: "user", content: "Report the gate." }],
          response_format: { type: "json_object" },
        },
        { signal: leaving.signal },
      )
      .then(
        () => "answered",
        () => "left",
      );
    await phone.getByText("Report the gate.").waitFor();
    const second = askStreaming(client, session, "Who goes there?");
    await phone.getByText("Who goes there?").waitFor();
    const answer = phone.getByRole("textbox", { name: "Your answer" });
    await answer.fill("A friend.");
    await phone.getByRole("button", { name: "Send" }).tap();
    await phone.getByText("in a form that cannot be written here").waitFor();
    expect(await answer.inputValue()).toBe("A friend.");
    await phone.getByRole("list").getByRole("button", { name: "Answer this one" }).tap();
    // What was written for one question goes to no other by itself.
    await phone.getByText("You wrote this for another question.").waitFor();
    await phone.getByRole("alert").getByRole("button", { name: "Answer this one" }).tap();
    await phone.getByRole("button", { name: "Send" }).tap();
    expect(await second.whole).toBe("A friend.");
    leaving.abort();
    expect(await demanding).toBe("left");
  });

  it("is told that the invitation was taken back, at once, and keeps what they wrote", async () => {
    const { url } = server();
    const session = newSessionName("party");
    const { invite, token } = await invitePlayer(url, session);
    const phone = await visit(`${url}/join#${token}`, {
      ...PHONE,
      expectedProblems: NOT_SIGNED_IN,
    });
    await phone.getByText("Nobody is asking right now.").waitFor();
    await phone.getByRole("textbox", { name: "Your answer" }).fill("I was about to");
    await fetch(`${url}/sessions/${session}/invites/${invite}`, {
      method: "DELETE",
      headers: AS_HOST,
    });
    await phone.getByRole("heading", { name: "Your access has ended" }).waitFor();
    const kept = phone.getByRole("textbox", { name: /^Your text/ });
    expect(await kept.inputValue()).toBe("I was about to");
    expect(await kept.isEditable()).toBe(false);
    await phone.reload();
    await expect
      .poll(() => phone.getByRole("heading", { level: 1 }).textContent())
      .toMatch(/taken back|ended|No invitation/);
    expect(await kept.inputValue()).toBe("I was about to");
  });

  it("is told that the invitation has ended, though nothing happens, and keeps what they wrote", async () => {
    const { url } = server();
    const expectedProblems = [/status of 401/, /HTTP Authentication failed/];
    const phone = await visit(`${url}/join`, { ...PHONE, expectedProblems });
    await phone.getByRole("heading", { name: "No invitation here" }).waitFor();
    // The page is there by now, so that the few seconds are enough on a busy machine, too.
    const { token } = await invitePlayer(url, newSessionName("party"), { expires_in: 6 });
    await phone.goto(`${url}/join#${token}`);
    await phone.getByRole("textbox", { name: "Your answer" }).fill("I was about to");
    await phone.getByRole("heading", { name: "Your access has ended" }).waitFor();
    const kept = phone.getByRole("textbox", { name: /^Your text/ });
    expect(await kept.inputValue()).toBe("I was about to");
    await phone.getByRole("button", { name: "Copy your text" }).waitFor();
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
