import { expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { sendButtonOf, sessionUrl } from "./support/console-page.ts";
import { expectEventually } from "./support/expect-eventually.ts";
import { meet } from "./support/meeting.ts";
import { storeTemplates } from "./support/stored-templates.ts";
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
  await expectEventually(() => editor.inputValue()).toBe(`Hello from ${session}. `);
  await page.keyboard.type("How are you?");
  await sendButtonOf(page).click();
  expect(await answer.whole).toBe(`Hello from ${session}. How are you?`);

  // It is kept in the browser, for other sessions too where it was made for them.
  await page.goto(sessionUrl(url, session));
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(stored).toContain("Greeting");
});

it("what stands behind the cursor of a template waits, and looks so, until the caret has passed it", async () => {
  const { answer, page, editor } = await meet(server(), visit);
  await storeTemplates(page, { Letter: "Dear friend, {{cursor}}\n\nKind regards from the guard" });
  // From then on everything that may go goes at once.
  await page.getByRole("button", { name: "Claim" }).click();
  await page.getByText("This turn is yours.").waitFor();
  await page.getByRole("button", { name: "Letter", exact: true }).click();
  await answer.until("Dear ");
  await page.getByText(/29 held back/).waitFor();
  await page.keyboard.type("come in");
  await answer.until("Dear friend, come ");
  expect(await page.locator(".editor-mirror > span").textContent()).toBe(
    "\n\nKind regards from the guard",
  );
  // A reload lets nothing of it go either, and puts the caret back to where it is to be written on.
  await page.reload();
  await expectEventually(() => editor.inputValue()).toMatch(/^Dear friend, come in\n/);
  await page.getByText(/29 held back/).waitFor();
  await editor.focus();
  await page.keyboard.type(", please");
  await answer.until("Dear friend, come in, ");
  expect(answer.text).toBe("Dear friend, come in, ");
  await page.keyboard.press("Control+End");
  await answer.until("Dear friend, come in, please\n\nKind regards from the ");
  await sendButtonOf(page).click();
  expect(await answer.whole).toBe("Dear friend, come in, please\n\nKind regards from the guard");
});

it("the palette opens once, finds a template by its text, and inserts it", async () => {
  const { page, editor } = await meet(server(), visit);
  await storeTemplates(page, { Letter: "Dear friend", Other: "Go away" });
  await editor.press("Control+/");
  const palette = page.getByRole("dialog", { name: "Insert a template" });
  await palette.waitFor();
  await page.keyboard.type("away");
  await page.keyboard.press("Enter");
  await expectEventually(() => editor.inputValue()).toBe("Go away");
  expect(await palette.count()).toBe(0);
});
