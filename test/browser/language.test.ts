import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useOwnServer } from "../e2e/support/use-server.ts";
import { editorOf, settingsOf } from "./support/console-page.ts";
import { meet } from "./support/meeting.ts";
import { useVisitors } from "./support/use-visitors.ts";

// The inbox has no other test's sessions.
const server = useOwnServer({ settings: PATIENT });
const visit = useVisitors();

/** Names that are the same in every language, keys, and what the test itself says. */
const SAME_IN_JAPANESE =
  /Who goes there\?|half a wor|meeting-[\da-f]+-\d+|Operator|MotiveProxy|English|JSON|API|URL|curl|Python|Node\.js|Markdown|openai-chat|Ctrl|Alt|Shift|Enter|Esc|Tab|Home|End|https|ms/g;

/** What the page says in words of Latin letters, seen or read aloud. */
function latinWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said = [document.body.innerText];
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
      for (const name of ["aria-label", "title", "placeholder"])
        said.push(element.getAttribute(name) ?? "");
    return said.flatMap((text) => text.split("\n")).filter((line) => /[a-z]{2}/.test(line));
  });
}

describe("the language", () => {
  it("follows the browser, is switched live without losing what is typed, and is kept", async () => {
    const { page, editor } = await meet(server(), visit);
    await page.getByRole("combobox", { name: "Goes out" }).selectOption("when sent");
    await editor.fill("half a wor");
    await settingsOf(page).click();
    await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "日本語" });
    await page.getByRole("textbox", { name: "あなたの名前" }).waitFor();
    await page.locator("html[lang=ja]").waitFor();
    await page.keyboard.press("Escape");
    const japanese = page.getByRole("textbox", { name: /への返答$/ });
    expect(await japanese.inputValue()).toBe("half a wor");
    await page.reload();
    await japanese.waitFor();
    await settingsOf(page).click();
    await page.getByRole("combobox", { name: "言語" }).selectOption({ label: "English" });
    await page.locator("html[lang=en]").waitFor();
    expect(await editorOf(page).inputValue()).toBe("half a wor");
  });

  it("is Japanese throughout for a Japanese browser", async () => {
    const { url, session } = await meet(server(), visit);
    const page = await visit(`${url}/s/${session}`, { locale: "ja-JP" });
    await page.getByRole("textbox", { name: /への返答$/ }).waitFor();
    const found = new Set<string>();
    const look = async (): Promise<void> => {
      for (const line of await latinWords(page))
        if (/[a-z]{2}/.test(line.replaceAll(SAME_IN_JAPANESE, ""))) found.add(line.trim());
    };
    await look();
    for (const kind of ["ツール呼び出し", "拒否", "エラー", "文章"]) {
      const tab = page.getByRole("tab", { name: kind, exact: true });
      if ((await tab.count()) > 0) await tab.click();
      await look();
    }
    await page.keyboard.press("Alt+p");
    await look();
    await settingsOf(page).click();
    await look();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "ヘルプとキー操作" }).click();
    await look();
    expect([...found]).toEqual([]);
  });
});
