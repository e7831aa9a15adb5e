import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { findBarriers } from "./support/axe.ts";
import { sendButtonOf } from "./support/console-page.ts";
import { expectEventually } from "./support/expect-eventually.ts";
import { InputMethod } from "./support/input-method.ts";
import { meet } from "./support/meeting.ts";
import { storeTemplates } from "./support/stored-templates.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

const TEMPLATES = {
  Greeting: "Good evening, stranger.",
  Farewell: "Go in peace.",
  Name: "Are you {{name}}? {{cursor}} Then go on.",
};

async function meetWithTemplates() {
  const met = await meet(server(), visit);
  await storeTemplates(met.page, TEMPLATES);
  const list = met.page.getByRole("listbox", { name: "Insert a template" });
  await met.editor.focus();
  return { ...met, list, options: list.getByRole("option") };
}

describe("a slash in an empty answer", () => {
  it("opens the templates, which typing narrows and Enter inserts, and nothing goes meanwhile", async () => {
    const { answer, page, editor, options } = await meetWithTemplates();
    await page.keyboard.type("/");
    await expectEventually(() => options.count()).toBe(3);
    await page.keyboard.type("gree");
    await expectEventually(() => options.allInnerTexts()).toEqual([
      expect.stringMatching(/^Greeting/),
    ]);
    expect(await editor.getAttribute("aria-activedescendant")).toBe(
      await options.first().getAttribute("id"),
    );
    await page.getByText(/5 held back/).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await answer.until("Good evening, ");
    expect(await editor.inputValue()).toBe("Good evening, stranger.");
    await options.first().waitFor({ state: "detached" });
    expect(answer.deltas.join("")).not.toContain("/");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("Good evening, stranger.");
  });

  it("lets the arrows choose, Tab and the mouse take, and asks for what a template leaves open", async () => {
    const { answer, page, editor, options } = await meetWithTemplates();
    await page.keyboard.type("/");
    await options.first().waitFor();
    await page.keyboard.press("ArrowUp");
    await expectEventually(() => options.nth(2).getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("Tab");
    const dialog = page.getByRole("dialog", { name: "Name" });
    await dialog.getByRole("textbox", { name: "name" }).fill("Ann");
    expect(await editor.inputValue()).toBe("");
    await page.keyboard.press("Enter");
    await expectEventually(() => editor.inputValue()).toBe("Are you Ann?  Then go on.");
    await answer.until("Are you ");
    await page.keyboard.type("Really? Yes");
    await answer.until("Are you Ann? Really? ");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("Are you Ann? Really? Yes Then go on.");
  });

  it("is taken by a click, while the editor keeps the focus", async () => {
    const { answer, page, editor, options } = await meetWithTemplates();
    await page.keyboard.type("/");
    await options.filter({ hasText: "Farewell" }).click();
    await expectEventually(() => editor.inputValue()).toBe("Go in peace.");
    await page.keyboard.type(" Bye");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("Go in peace. Bye");
  });

  it.each([
    ["Escape", ["/gre", "Escape"], "/gre"],
    ["a second slash", ["/etc/passwd"], "/etc/passwd"],
    ["a blank", ["/ and more"], "/ and more"],
    ["a paste", [], "/pasted"],
  ])("stays a text, byte for byte, by %s", async (_way, keys, text) => {
    const { answer, page, editor, list } = await meetWithTemplates();
    if (keys.length === 0) await page.keyboard.insertText(text);
    for (const key of keys) await (key === "Escape" ? editor.press(key) : page.keyboard.type(key));
    await list.waitFor({ state: "detached" });
    expect(await editor.inputValue()).toBe(text);
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe(text);
  });

  it("is no search in a text, nor after it was taken back", async () => {
    const { answer, page, editor, options } = await meetWithTemplates();
    await page.keyboard.type("/n");
    await options.first().waitFor();
    for (const key of ["Backspace", "Backspace"]) await page.keyboard.press(key);
    await page.keyboard.type("and/or /far");
    expect(await options.count()).toBe(0);
    await answer.until("and/or /");
    await editor.press("Control+Enter");
    expect(await answer.whole).toBe("and/or /far");
  });

  it("can be sent as it is while the list is open", async () => {
    const { answer, page, editor, options } = await meetWithTemplates();
    await page.keyboard.type("/n");
    await options.first().waitFor();
    await editor.press("Control+Enter");
    expect(await answer.whole).toBe("/n");
  });

  it("leaves an input method its keys", async () => {
    const { answer, page, editor, options } = await meetWithTemplates();
    const inputMethod = await InputMethod.attach(page);
    await page.keyboard.type("/");
    await options.first().waitFor();
    await inputMethod.compose("f", "fa");
    await expectEventually(() => options.count()).toBe(1);
    await inputMethod.pressEnter();
    expect(await editor.inputValue()).toBe("/fa");
    await inputMethod.commit("fa");
    await editor.press("Enter");
    await expectEventually(() => editor.inputValue()).toBe("Go in peace.");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("Go in peace.");
  });
});
