import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { newSessionName } from "../e2e/support/sessions.ts";
import { KEY, WITH_KEY } from "../e2e/support/settings.ts";
import { useOwnServer } from "../e2e/support/use-server.ts";
import { findBarriers, type AxeScope } from "./support/axe.ts";
import { editorOf, kindOf, sendButtonOf, sessionUrl, settingsOf } from "./support/console-page.ts";
import { signIn } from "./support/sign-in.ts";
import { askStreaming, createClient } from "./support/streaming-caller.ts";
import { PHONE, useVisitors } from "./support/use-visitors.ts";

// An inbox that is empty has no other test's sessions.
const server = useOwnServer({ settings: WITH_KEY });
const visit = useVisitors();

/** What fades in has other colours until it is there. */
const STILL = { reducedMotion: "reduce", expectedProblems: [/status of 401/] } as const;

/** Looks at views in both themes; at those with the most text in Japanese too, to which the page is switched live as from another tab. */
class Examiner {
  readonly found: string[] = [];
  readonly #page: Page;
  readonly #otherTab: Page;

  private constructor(page: Page, otherTab: Page) {
    this.#page = page;
    this.#otherTab = otherTab;
  }

  static async at(page: Page): Promise<Examiner> {
    const otherTab = await page.context().newPage();
    await otherTab.goto(`${server().url}/favicon.svg`);
    await page.bringToFront();
    return new Examiner(page, otherTab);
  }

  async look(view: string): Promise<void> {
    const page = this.#page;
    await this.#examine(`${view}, light`, "everything");
    await page.emulateMedia({ colorScheme: "dark" });
    await this.#examine(`${view}, dark`, "colours");
    await page.emulateMedia({ colorScheme: "light" });
  }

  async lookInJapaneseToo(view: string): Promise<void> {
    await this.look(view);
    await this.#speak("ja");
    await this.#page.locator("html[lang=ja]").waitFor();
    await this.#examine(`${view}, Japanese`, "all but colours");
    await this.#speak("en");
    await this.#page.locator("html[lang=en]").waitFor();
  }

  async #examine(what: string, scope: AxeScope): Promise<void> {
    for (const barrier of await findBarriers(this.#page, scope))
      this.found.push(`${what}: ${barrier}`);
  }

  /** As if somebody chose the language in another tab. */
  async #speak(locale: string): Promise<void> {
    await this.#otherTab.evaluate(
      (chosen) => localStorage.setItem("motive-proxy.locale", JSON.stringify(chosen)),
      locale,
    );
  }
}

const TOOL = {
  type: "function",
  function: {
    name: "open_gate",
    description: "Opens the gate.",
    parameters: {
      type: "object",
      properties: {
        width: { enum: ["narrow", "wide"] },
        names: { type: "array", items: { type: "string" } },
        reason: { anyOf: [{ type: "string" }, { type: "number" }] },
        note: { type: "string" },
      },
      required: ["width", "names", "reason"],
    },
  },
} as const;

const SCHEMA = {
  type: "json_schema",
  json_schema: {
    name: "place",
    strict: true,
    schema: {
      type: "object",
      properties: { name: { type: "string" }, isOpen: { type: "boolean" } },
      required: ["name", "isOpen"],
      additionalProperties: false,
    },
  },
} as const;

const RICH_CONVERSATION = [
  { role: "system" as const, content: "You are the guard of the gate." },
  {
    role: "user" as const,
    content: "# Hello\n\n- a list\n- [a link](https://example.com)\n\n`code`",
  },
  {
    role: "assistant" as const,
    content: null,
    tool_calls: [
      {
        id: "call-1",
        type: "function" as const,
        function: { name: "open_gate", arguments: '{"width":"wide"}' },
      },
    ],
  },
  { role: "tool" as const, tool_call_id: "call-1", content: "The gate is open." },
  { role: "user" as const, content: "| a | b |\n| - | - |\n| 1 | 2 |\n\n```ts\nlet x = 1;\n```" },
];

describe("axe finds nothing", () => {
  it("at the sign-in, in the inbox, and in the sheets and dialogs above it", async () => {
    const page = await visit(server().url, STILL);
    const examiner = await Examiner.at(page);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await examiner.lookInJapaneseToo("sign-in");
    await signIn(page, "wrong");
    await page.getByText("This key is not right.").waitFor();
    await examiner.look("sign-in with a wrong key");
    await signIn(page, KEY);
    await page.getByText("No sessions yet").first().waitFor();
    await examiner.look("empty inbox");
    const client = createClient(`${server().url}/caller`, KEY);
    askStreaming(client, newSessionName("axe"), "Who goes there?");
    await page.getByRole("link", { name: /Waiting for/ }).waitFor();
    await examiner.lookInJapaneseToo("inbox");
    await page.getByRole("searchbox").fill("nothing like it");
    await examiner.look("inbox without a match");
    await page.getByRole("searchbox").fill("");
    await settingsOf(page).click();
    await examiner.lookInJapaneseToo("settings");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Open by name" }).click();
    await examiner.look("open by name");
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Inbox" }).click();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys and help" }).waitFor();
    await examiner.lookInJapaneseToo("help");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^More about/ }).click();
    await examiner.look("menu of a session");
    expect(examiner.found).toEqual([]);
  });

  it("in a session, with every way to answer and every panel", async () => {
    const { url } = server();
    const session = newSessionName("axe");
    const client = createClient(`${url}/caller`, KEY);
    const answer = askStreaming(client, session, RICH_CONVERSATION, {
      tools: [TOOL],
      temperature: 0.5,
    });
    const page = await visit(sessionUrl(url, session), STILL);
    await signIn(page, KEY);
    const examiner = await Examiner.at(page);
    await editorOf(page).pressSequentially("Half of it has go");
    await answer.until("Half of it has ");
    await examiner.look("session with a draft");
    await page.keyboard.press("Alt+p");
    await page.getByText("You are the guard of the gate.").waitFor();
    await page.keyboard.press("Alt+w");
    await examiner.lookInJapaneseToo("session with its prompt and raw exchange");
    await page.keyboard.press("Alt+p");
    await page.keyboard.press("Alt+w");
    await kindOf(page, "Tool call").click();
    await page.getByRole("button", { name: /^open_gate/ }).click();
    await examiner.look("form of a tool");
    await page.getByRole("button", { name: "Send 1 call" }).click();
    await page.getByText(/to mend before this can be sent/).waitFor();
    await examiner.lookInJapaneseToo("form of a tool with faults");
    await kindOf(page, "Error").click();
    await examiner.look("error");
    await kindOf(page, "Text").click();
    await page.getByRole("button", { name: "Options" }).click();
    await examiner.lookInJapaneseToo("options of writing");
    await page.keyboard.press("Escape");
    await page.getByText("How it goes out").click();
    await examiner.look("options of sending");
    await editorOf(page).press("Control+Enter");
    await answer.whole;
    await page.getByText("Delivered").first().waitFor();
    await examiner.look("answered session");
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await examiner.lookInJapaneseToo("invitation");
    await page.getByRole("dialog").getByRole("button", { name: "Make a link" }).click();
    await page.getByRole("img", { name: /QR/ }).waitFor();
    await examiner.look("link of an invitation");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "More", exact: true }).click();
    await examiner.look("menu of the session");
    expect(examiner.found).toEqual([]);
  });

  it("in the form that a schema demands, in a refusal, and among templates", async () => {
    const { url } = server();
    const session = newSessionName("axe");
    const client = createClient(`${url}/caller`, KEY);
    askStreaming(client, session, "Which place?", { response_format: SCHEMA });
    const page = await visit(sessionUrl(url, session), STILL);
    await signIn(page, KEY);
    const examiner = await Examiner.at(page);
    await page.getByRole("textbox", { name: /^name/ }).waitFor();
    await examiner.look("form of a schema");
    await kindOf(page, "Refuse").click();
    await examiner.look("refusal");
    expect(examiner.found).toEqual([]);
  });

  it("for an invited player on a phone, who waits, is asked and has answered", async () => {
    const { url } = server();
    const session = newSessionName("axe");
    const invited = await fetch(`${url}/sessions/${session}/invites`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}` },
      body: JSON.stringify({ role: "responder" }),
    });
    const { token } = (await invited.json()) as { token: string };
    const page = await visit(`${url}/join#${token}`, { ...PHONE, ...STILL });
    const examiner = await Examiner.at(page);
    await page.getByText("Nobody is asking right now.").waitFor();
    await examiner.look("player who waits");
    const answer = askStreaming(createClient(`${url}/caller`, KEY), session, "Are you there?");
    await page.getByText("Are you there?").waitFor();
    await examiner.lookInJapaneseToo("player who is asked");
    await page.getByRole("textbox", { name: "Your answer" }).fill("I am.");
    await page.getByRole("button", { name: "Send" }).tap();
    await answer.whole;
    await page.getByText("Delivered").waitFor();
    await examiner.look("player who has answered");
    await page.goto(`${url}/join`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await examiner.look("join without an invitation");
    expect(examiner.found).toEqual([]);
  });

  it("on a phone, in the inbox and in a session", async () => {
    const { url } = server();
    const session = newSessionName("axe");
    askStreaming(createClient(`${url}/caller`, KEY), session, "Are you there?");
    const page = await visit(url, { ...PHONE, ...STILL });
    await signIn(page, KEY);
    const examiner = await Examiner.at(page);
    await page.getByRole("link", { name: new RegExp(session) }).waitFor();
    await examiner.look("inbox on a phone");
    await page.getByRole("link", { name: new RegExp(session) }).tap();
    await editorOf(page).waitFor();
    await examiner.look("session on a phone");
    expect(await sendButtonOf(page).isVisible()).toBe(true);
    expect(examiner.found).toEqual([]);
  });
});
