import { randomUUID } from "node:crypto";
import OpenAI from "openai";
import type { Page } from "playwright-core";
import { launchBrowser } from "../test/browser/support/browser.ts";
import { editorOf, openSession, sendButtonOf } from "../test/browser/support/console-page.ts";
import type { Server } from "./server.ts";
import { sleep } from "./statistics.ts";

/** As a quick typist, so that no keystroke waits for the one before it. */
const KEY_INTERVAL_MS = 70;
/** Before these the page, the server and the client are still being compiled. */
const WARM_UP_WORDS = 20;
/** The clocks of two processes, compared this often; the quickest comparison is the most exact. */
const CLOCK_SAMPLES = 50;

export interface KeystrokeResult {
  /** From each keystroke that lets a word go to the moment in which the client has it. */
  readonly latenciesMs: readonly number[];
  /** How far the two clocks may be apart. */
  readonly clockErrorMs: number;
  readonly isTextRight: boolean;
}

/**
 * A person types in a browser, and the `openai` package reads the stream, all on this machine. The text has words of one letter: a word
 * goes as soon as the next one begins, so that each letter but the first sends what stands before it.
 */
export async function measureKeystrokes(server: Server, words: number): Promise<KeystrokeResult> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const session = `bench-${randomUUID()}`;
    const answer = readAnswer(server, session);
    await openSession(page, `http://127.0.0.1:${server.port}`, session);
    await page.evaluate(RECORD_KEYS);
    const clock = await compareClocks(page);
    const text = await typeWords(page, words + WARM_UP_WORDS);
    await sendButtonOf(page).click();
    const { arrivals, text: received } = await answer;
    const pressedAtMs = (await page.evaluate("window.pressedAtMs")) as number[];
    const latenciesMs = arrivals.flatMap(({ endChars, atMs }) => {
      const pressed = pressedAtMs[endChars];
      // What goes last was sent by the button.
      return pressed === undefined || endChars >= text.length - 1
        ? []
        : [atMs - (pressed + clock.pageIsBehindMs)];
    });
    return {
      latenciesMs: latenciesMs.slice(WARM_UP_WORDS),
      clockErrorMs: clock.errorMs,
      isTextRight: received === text,
    };
  } finally {
    await browser.close();
  }
}

/** The moments of the keystrokes, in milliseconds of the page's clock; the event has the time at which the browser got the key. */
const RECORD_KEYS = `
  window.pressedAtMs = [];
  addEventListener("keydown", ({ timeStamp }) => window.pressedAtMs.push(performance.timeOrigin + timeStamp), { capture: true });
`;

async function typeWords(page: Page, count: number): Promise<string> {
  const text = Array.from({ length: count }, (_, index) => "abcdefghij"[index % 10]).join(" ");
  await editorOf(page).focus();
  for (const character of text) {
    await page.keyboard.press(character === " " ? "Space" : character);
    await sleep(KEY_INTERVAL_MS);
  }
  return text;
}

interface Arrival {
  /** How much of the answer the client has by now. */
  readonly endChars: number;
  readonly atMs: number;
}

async function readAnswer(server: Server, session: string) {
  const client = new OpenAI({ baseURL: `http://127.0.0.1:${server.port}/v1`, apiKey: "any-key" });
  const stream = await client.chat.completions.create({
    model: session,
    messages: [{ role: "user", content: "Type something." }],
    stream: true,
  });
  const arrivals: Arrival[] = [];
  let text = "";
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta.content ?? "";
    if (delta === "") continue;
    text += delta;
    arrivals.push({ endChars: text.length, atMs: now() });
  }
  return { arrivals, text };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

/** What must be added to the page's clock to have this process's. */
async function compareClocks(page: Page): Promise<{ pageIsBehindMs: number; errorMs: number }> {
  let best = { pageIsBehindMs: 0, errorMs: Number.POSITIVE_INFINITY };
  for (let sample = 0; sample < CLOCK_SAMPLES; sample += 1) {
    const before = now();
    const there = (await page.evaluate("performance.timeOrigin + performance.now()")) as number;
    const after = now();
    const errorMs = (after - before) / 2;
    if (errorMs < best.errorMs) best = { pageIsBehindMs: before + errorMs - there, errorMs };
  }
  return best;
}
