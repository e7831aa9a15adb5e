import { randomUUID } from "node:crypto";
import OpenAI from "openai";
import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { Page } from "playwright-core";
import { launchBrowser } from "../test/browser/support/browser.ts";
import { editorOf, openSession } from "../test/browser/support/console-page.ts";
import { measureFirstView } from "../test/browser/support/first-view.ts";
import type { Server } from "./server.ts";
import { sleep } from "./statistics.ts";

const LOADS = 5;
const KEYSTROKES = 100;
const KEY_INTERVAL_MS = 70;

export interface LongSessionResult {
  readonly turns: number;
  /** From the navigation to an editor that takes input, on a processor that is slowed down to a quarter. */
  readonly openingsMs: readonly number[];
  /** From each keystroke to the end of the frame that shows it, on the processor as it is. */
  readonly echoesMs: readonly number[];
  /** How long the page was busy with one thing, where that was 50 ms or more. */
  readonly longTasksMs: readonly number[];
}

/** A conversation of hundreds of turns, whose client sends all of it each time, in the console. */
export async function measureLongSession(
  server: Server,
  turns: number,
): Promise<LongSessionResult> {
  const url = `http://127.0.0.1:${server.port}`;
  const session = `bench-${randomUUID()}`;
  const departure = new AbortController();
  await playTurns(url, session, turns, departure.signal);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.addInitScript(OBSERVE);
    await openSession(page, url, session);
    const openingsMs: number[] = [];
    for (let load = 0; load < LOADS; load += 1)
      openingsMs.push(await measureFirstView(page, "textarea"));
    await editorOf(page).waitFor();
    const { echoesMs, longTasksMs } = await type(page);
    return { turns, openingsMs, echoesMs, longTasksMs };
  } finally {
    departure.abort();
    await browser.close();
  }
}

const OBSERVE = `
  window.echoesMs = [];
  window.longTasksMs = [];
  addEventListener("keydown", ({ timeStamp }) => {
    requestAnimationFrame(() => setTimeout(() => window.echoesMs.push(performance.now() - timeStamp)));
  }, { capture: true });
  window.longTasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasksMs.push(duration);
  });
`;

async function type(page: Page): Promise<Pick<LongSessionResult, "echoesMs" | "longTasksMs">> {
  await editorOf(page).focus();
  await page.evaluate("window.longTasks.observe({ type: 'longtask' })");
  for (let index = 0; index < KEYSTROKES; index += 1) {
    await page.keyboard.press(index % 6 === 5 ? "Space" : "x");
    await sleep(KEY_INTERVAL_MS);
  }
  return (await page.evaluate("({ echoesMs, longTasksMs })")) as LongSessionResult;
}

/** Asks and answers, and in the end asks what nobody answers before the signal. */
async function playTurns(
  url: string,
  session: string,
  turns: number,
  signal: AbortSignal,
): Promise<void> {
  const client = new OpenAI({ baseURL: `${url}/caller/v1`, apiKey: "any-key", maxRetries: 0 });
  const messages: ChatCompletionMessageParam[] = [];
  for (let turn = 1; turn < turns; turn += 1) {
    messages.push({
      role: "user",
      content: `Question ${turn}: what is **new**, and what is \`old\`?`,
    });
    const asked = client.chat.completions.create({ model: session, messages: [...messages] });
    await answer(url, session, `Answer ${turn}:\n\n- one thing\n- another thing`);
    const [choice] = (await asked).choices;
    messages.push({ role: "assistant", content: choice?.message.content ?? "" });
  }
  messages.push({ role: "user", content: "And now?" });
  client.chat.completions
    .create({ model: session, messages, stream: true }, { signal })
    // It ends with the measurement.
    .catch(() => {});
}

async function answer(url: string, session: string, text: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/sessions/${session}/replies`, {
      method: "POST",
      body: JSON.stringify({ text }),
    });
    if (response.ok) return;
    // The question is on its way.
    await sleep(10);
  }
}
