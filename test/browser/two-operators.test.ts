import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { waitFor } from "../e2e/support/wait-for.ts";
import { editorOf, sendButtonOf, sessionUrl, settingsOf } from "./support/console-page.ts";
import { meet } from "./support/meeting.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

/** Two people at the same question, each with a browser and a name. */
async function meetTwo() {
  const { url, session, answer, page: anna } = await meet(server(), visit);
  const bert = await visit(sessionUrl(url, session));
  await rename(anna, "Anna");
  await rename(bert, "Bert");
  await anna.getByRole("list", { name: "Here now" }).getByText("Bert").waitFor();
  await bert.getByRole("list", { name: "Here now" }).getByText("Anna").waitFor();
  return { answer, anna, bert };
}

async function rename(page: Page, name: string): Promise<void> {
  await settingsOf(page).click();
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
}

describe("two operators at one question", () => {
  it("see each other write; the one who began has it, until the other takes it over", async () => {
    const { answer, anna, bert } = await meetTwo();
    await editorOf(anna).pressSequentially("Anna says thi");
    await answer.until("Anna says ");
    await bert.getByText("Anna has this turn.").waitFor();
    await bert
      .getByText(/Anna is typing/)
      .first()
      .waitFor();
    await bert.getByText("Anna says").first().waitFor();
    await bert.getByRole("button", { name: "Take over" }).click();
    await bert.getByText("This turn is yours.").waitFor();
    await anna
      .getByText(/Bert took this turn over/)
      .first()
      .waitFor();
    // What the caller has of it is Bert's to go on with, and what Anna had not sent is still hers.
    await waitFor(
      "Bert's editor",
      async () => (await editorOf(bert).inputValue()) === "Anna says ",
    );
    await editorOf(bert).press("Control+End");
    await editorOf(bert).pressSequentially("hello");
    await sendButtonOf(bert).click();
    expect(await answer.whole).toBe("Anna says hello");
    expect(await editorOf(anna).inputValue()).toBe("Anna says thi");
  });

  it("hand a question over", async () => {
    const { answer, anna, bert } = await meetTwo();
    await anna.getByRole("button", { name: "Claim" }).click();
    await bert.getByText("Anna has this turn.").waitFor();
    await anna.getByRole("button", { name: "Hand over" }).click();
    await anna.getByRole("button", { name: "To Bert" }).click();
    await bert.getByText("This turn is yours.").waitFor();
    await anna.getByText("Bert has this turn.").waitFor();
    await editorOf(bert).pressSequentially("Mine now");
    await sendButtonOf(bert).click();
    expect(await answer.whole).toBe("Mine now");
  });

  it("send at once: one wins, and the other keeps the text and is told", async () => {
    const { answer, anna, bert } = await meetTwo();
    for (const page of [anna, bert])
      await page.getByRole("combobox", { name: "Goes out" }).selectOption("when sent");
    const texts = { Anna: "Anna's answer", Bert: "Bert's answer" } as const;
    await editorOf(anna).fill(texts.Anna);
    await editorOf(bert).fill(texts.Bert);
    await Promise.all([anna, bert].map((page) => editorOf(page).press("Control+Enter")));
    const won = await answer.whole;
    expect(Object.values(texts)).toContain(won);
    const [winner, loser] = won === texts.Anna ? ["Anna", bert] : ["Bert", anna];
    await loser
      .getByText(/What you wrote (was not sent|is still here)|has this turn/)
      .first()
      .waitFor();
    const kept = winner === "Anna" ? texts.Bert : texts.Anna;
    await waitFor(
      "the text to be there still",
      async () => (await editorOf(loser).inputValue()) === kept,
    );
  });

  it("may watch silently: whoever looks on claims nothing", async () => {
    const { answer, anna, bert } = await meetTwo();
    await bert.getByText("Write, and the turn is yours.").waitFor();
    await editorOf(anna).pressSequentially("All mine, a");
    await answer.until("All mine, ");
    await bert.getByText("Anna has this turn.").waitFor();
    expect(await sendButtonOf(bert).getAttribute("aria-disabled")).toBe("true");
    await sendButtonOf(anna).click();
    expect(await answer.whole).toBe("All mine, a");
  });
});
