import { expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { sendButtonOf, sessionUrl } from "./support/console-page.ts";
import { meet } from "./support/meeting.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

it("a template is made once, with a placeholder and keys, and then inserted by its keys or by its button", async () => {
  const { url, session, answer, page, editor } = await meet(server(), visit);
  await page.getByRole("button", { name: "Manage templates" }).click();
  const dialog = page.getByRole("dialog", { name: "Templates" });
  await dialog.getByRole("button", { name: "New template" }).click();
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Greeting");
  await dialog
    .getByRole("textbox", { name: "Text", exact: true })
    .fill("Hello from {{session}}. {{cursor}}");
  await dialog.getByRole("textbox", { name: /^Keys/ }).focus();
  await page.keyboard.press("Control+Shift+1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });

  await editor.focus();
  await page.keyboard.press("Control+Shift+1");
  await expect.poll(() => editor.inputValue()).toBe(`Hello from ${session}. `);
  await page.keyboard.type("How are you?");
  await sendButtonOf(page).click();
  expect(await answer.whole).toBe(`Hello from ${session}. How are you?`);

  // It is kept in the browser, for other sessions too where it was made for them.
  await page.goto(sessionUrl(url, session));
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(stored).toContain("Greeting");
});
