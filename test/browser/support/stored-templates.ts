import type { Page } from "playwright-core";
import { editorOf } from "./console-page.ts";

/** Gives a visitor templates for every session, by their names, as if they had made them before. */
export async function storeTemplates(
  page: Page,
  textByName: Readonly<Record<string, string>>,
): Promise<void> {
  const templates = Object.entries(textByName).map(([name, text], index) => ({
    id: `template-${index}`,
    name,
    text,
    binding: null,
  }));
  await page.evaluate(
    (stored) => localStorage.setItem("motive-proxy.templates", stored),
    JSON.stringify(templates),
  );
  await page.reload();
  await editorOf(page).waitFor();
  await page.getByRole("button", { name: Object.keys(textByName)[0] ?? "", exact: true }).waitFor();
}
