import type { CDPSession, Page } from "playwright-core";

/** An input method, as the system's is to Chromium: it composes a text in place, and commits it in the end. */
export class InputMethod {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async attach(page: Page): Promise<InputMethod> {
    return new InputMethod(await page.context().newCDPSession(page));
  }

  async compose(...texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      const end = text.length;
      await this.#session.send("Input.imeSetComposition", {
        text,
        selectionStart: end,
        selectionEnd: end,
      });
    }
  }

  async commit(text: string): Promise<void> {
    await this.#session.send("Input.insertText", { text });
  }

  /** The Enter that takes a candidate belongs to the input method, and the page sees it in the middle of the composition. */
  async pressEnter(): Promise<void> {
    const key = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 };
    await this.#session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...key });
    await this.#session.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
  }
}
