import type { Page } from "playwright-core";

/** Signs in at the page that asks for the key, in English or Japanese. */
export async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel(/^(Key|キー)$/).fill(key);
  await page.getByRole("button", { name: /^(Sign in|サインイン)$/ }).click();
}
