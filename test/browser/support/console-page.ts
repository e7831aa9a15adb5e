import type { Locator, Page } from "playwright-core";

/** Where things are in the console, found as a person or a screen reader finds them: by role and English name. */

export function sessionUrl(url: string, session: string): string {
  return `${url}/s/${encodeURIComponent(session)}`;
}

/** Opens a session in which somebody waits, and waits until it can be answered. */
export async function openSession(page: Page, url: string, session: string): Promise<void> {
  await page.goto(sessionUrl(url, session));
  await editorOf(page).waitFor();
}

/** The editor of the question that is shown, or of the turn that is named. */
export function editorOf(within: Page | Locator): Locator {
  return within.getByRole("textbox", { name: /^Answer to / });
}

export function sendButtonOf(within: Page | Locator): Locator {
  return within.getByRole("button", { name: "Send", exact: true });
}

export function turnOf(page: Page, turnNumber: number): Locator {
  return page.getByRole("region", { name: new RegExp(`^Turn ${turnNumber}\\b`) });
}

/** The tab of one way to answer. */
export function kindOf(
  within: Page | Locator,
  kind: "Text" | "Tool call" | "Form" | "Refuse" | "Error",
): Locator {
  return within.getByRole("tab", { name: kind, exact: true });
}

/** The button that opens what one sets once: name, language, theme. */
export function settingsOf(page: Page): Locator {
  return page.getByRole("banner").getByRole("button", { name: /(Settings|設定)$/ });
}
