import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import { describe, expect, it } from "vitest";
import { newSessionName, readTranscript } from "../e2e/support/sessions.ts";
import { HURRIED } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { waitFor } from "../e2e/support/wait-for.ts";
import { editorOf, sendButtonOf, sessionUrl, turnOf } from "./support/console-page.ts";
import { askStreaming, createClient } from "./support/streaming-caller.ts";
import { useVisitors } from "./support/use-visitors.ts";

// The heartbeats by which the server learns that a caller has gone come soon.
const server = useServer({ settings: HURRIED });
const visit = useVisitors();

const PIXEL =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const RICH: readonly ChatCompletionMessageParam[] = [
  { role: "system", content: "You are the guard of the gate." },
  { role: "user", content: "Open the gate!" },
  {
    role: "assistant",
    content: null,
    tool_calls: [
      {
        id: "call-1",
        type: "function",
        function: { name: "open_gate", arguments: '{"width":"wide"}' },
      },
    ],
  },
  { role: "tool", tool_call_id: "call-1", content: "The gate is open." },
  {
    role: "user",
    content: [
      { type: "text", text: "What is **this**? <b>No markup</b>" },
      { type: "image_url", image_url: { url: PIXEL } },
    ],
  },
];

describe("the view of a session", () => {
  it("shows the whole conversation: tool calls with their results, images, and text as text", async () => {
    const { url } = server();
    const session = newSessionName("rich");
    const answer = askStreaming(createClient(`${url}/caller`), session, [...RICH], {
      temperature: 0.25,
    });
    const page = await visit(sessionUrl(url, session));
    const conversation = page.getByRole("region", { name: /^Conversation of Turn 1/ });
    await conversation.getByText("Open the gate!").waitFor();
    await conversation.getByText("open_gate").first().waitFor();
    await conversation.getByText("wide").first().waitFor();
    await conversation.getByText("The gate is open.").first().waitFor();
    await conversation.getByText("<b>No markup</b>").waitFor();
    const image = conversation.getByRole("img");
    await waitFor("the image to be drawn", () =>
      image.evaluate((drawn) => drawn instanceof HTMLImageElement && drawn.naturalWidth === 1),
    );

    // The prompt and the parameters are one click away, and so are the bytes on the wire.
    expect(await page.getByText("You are the guard of the gate.").count()).toBe(0);
    await page.getByRole("button", { name: /^Prompt/ }).click();
    await page.getByText("You are the guard of the gate.").waitFor();
    await page.getByText("0.25").first().waitFor();
    await page.getByRole("button", { name: /^Raw/ }).click();
    await page.getByText(/"temperature": ?0\.25/).waitFor();
    await editorOf(page).fill("A pixel.");
    await sendButtonOf(page).click();
    await answer.whole;
    await page
      .getByText(/chat\.completion\.chunk/)
      .first()
      .waitFor();
  });

  it("hides the prompt from operators where an administrator says so, and the transcript records it", async () => {
    const { url } = server();
    const session = newSessionName("hidden");
    askStreaming(createClient(`${url}/caller`), session, [...RICH]);
    const page = await visit(sessionUrl(url, session));
    await editorOf(page).waitFor();
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("checkbox", { name: /^Hide prompts and parameters/ }).check();
    await page.keyboard.press("Escape");
    await page.getByText("Prompts are hidden").waitFor();
    await page.getByRole("button", { name: /^Prompt/ }).click();
    await page.getByText("Hidden in this session.").first().waitFor();
    expect(await page.getByText("You are the guard of the gate.").count()).toBe(0);
    const types = (await readTranscript(url, session)).map(({ type }) => type);
    expect(types).toContain("context-visibility-changed");
  });

  it("shows several questions that wait, side by side, and each gets its own answer", async () => {
    const { url } = server();
    const session = newSessionName("several");
    const ask = (question: string) =>
      askStreaming(createClient(`${url}/caller`, question), session, question);
    const first = ask("First?");
    const page = await visit(sessionUrl(url, session), { viewport: { width: 2200, height: 1000 } });
    await editorOf(page).waitFor();
    const second = ask("Second?");
    await turnOf(page, 2)
      .or(page.getByRole("button", { name: /^Turn 2/ }))
      .first()
      .waitFor();
    const sideBySide = page.getByRole("button", { name: "Side by side" });
    if ((await turnOf(page, 2).count()) === 0) await sideBySide.click();
    await editorOf(turnOf(page, 2)).fill("The second answer.");
    await editorOf(turnOf(page, 1)).fill("The first answer.");
    await sendButtonOf(turnOf(page, 2)).click();
    expect(await second.whole).toBe("The second answer.");
    await sendButtonOf(turnOf(page, 1)).click();
    expect(await first.whole).toBe("The first answer.");
  });

  it("follows the caller: gone, back again, and given up", async () => {
    const { url } = server();
    const session = newSessionName("states");
    const leaving = new AbortController();
    const client = createClient(`${url}/caller`);
    const body = { model: session, messages: [{ role: "user" as const, content: "Quick!" }] };
    const asked = client.chat.completions.create(body, { signal: leaving.signal });
    asked.catch(() => {});
    const page = await visit(sessionUrl(url, session));
    await editorOf(page).waitFor();
    await turnOf(page, 1).getByText("Waiting", { exact: true }).waitFor();
    leaving.abort();
    await turnOf(page, 1).getByText("Caller gone", { exact: true }).waitFor();
    const again = client.chat.completions.create(body);
    await turnOf(page, 1).getByText("Waiting", { exact: true }).waitFor();
    await editorOf(page).fill("Here I am.");
    await sendButtonOf(page).click();
    expect((await again).choices[0]?.message.content).toBe("Here I am.");
    await turnOf(page, 1).getByText("Delivered", { exact: true }).waitFor();
  });
});
