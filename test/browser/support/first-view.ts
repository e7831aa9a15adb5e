import type { Page } from "playwright-core";

const SLOWDOWN = 4;

/**
 * Loads the page's address again with an empty cache and a processor that is slowed down, and gives the milliseconds from the
 * navigation to the moment in which an element is there, has been painted, and the page is free to take input.
 */
export async function measureFirstView(page: Page, selector: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send("Page.enable");
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
    const { identifier } = await session.send("Page.addScriptToEvaluateOnNewDocument", {
      source: watchScript(selector),
    });
    await page.reload();
    const interactiveAtMs = await page.evaluate<number>("window.interactiveAtMs");
    await session.send("Page.removeScriptToEvaluateOnNewDocument", { identifier });
    return interactiveAtMs;
  } finally {
    await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await session.detach();
  }
}

/** Two frames after the element came it has been painted; the task behind them begins when nothing else is to be done first. */
function watchScript(selector: string): string {
  return `
    window.interactiveAtMs = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (document.querySelector(${JSON.stringify(selector)}) === null) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
      });
      observer.observe(document, { childList: true, subtree: true });
    });
  `;
}
