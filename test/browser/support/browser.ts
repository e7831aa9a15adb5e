import { chromium, type Browser } from "playwright-core";
import { findChromium } from "./chromium.ts";

let running: Promise<Browser> | undefined;

/**
 * The browser of this process, started when it is first asked for. Each test has a context of its own in it, which shares nothing
 * with the others. It ends with the process: Playwright sees to that, however the process ends.
 */
export function sharedBrowser(): Promise<Browser> {
  running ??= launchBrowser();
  return running;
}

export async function launchBrowser(): Promise<Browser> {
  const { executablePath, args, env } = await findChromium();
  return chromium.launch({
    executablePath,
    args: [...args],
    env: { ...definedEnvironment(), ...env },
    headless: true,
  });
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
