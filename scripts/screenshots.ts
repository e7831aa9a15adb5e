// `npm run screenshots`: plays conversations in a server of its own and takes a picture of each view of the console, in both themes
// and on a phone. All of them go to dist/screenshots, and those that the README shows to docs/screenshots.
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { KEY, WITH_KEY } from "../test/e2e/support/settings.ts";
import { startServer } from "../test/e2e/support/server.ts";
import { launchBrowser } from "../test/browser/support/browser.ts";
import { signIn } from "../test/browser/support/sign-in.ts";
import { hasJapaneseFont } from "./screenshots/japanese-font.ts";
import { ENGLISH_SCENES, JAPANESE_SCENES, playScenes } from "./screenshots/scenes.ts";
import { VIEWS, type Stage, type View } from "./screenshots/views.ts";

const project = fileURLToPath(new URL("..", import.meta.url));
const folder = join(project, "dist/screenshots");
const shownFolder = join(project, "docs/screenshots");

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
/** What the README shows. */
const SHOWN = ["live-typing-light.png", "tool-call-dark.png", "player-phone.png"];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
mkdirSync(shownFolder, { recursive: true });

const departure = new AbortController();
const server = await startServer({
  settings: { ...WITH_KEY, MOTIVE_PROXY_RESPONDER: "operator" },
});
const browser = await launchBrowser();
try {
  if (!(await hasJapaneseFont(browser))) {
    console.error(
      "This machine has no Japanese font: install one, or the Japanese pictures show boxes.",
    );
  }
  const play = (scenes: typeof ENGLISH_SCENES): Promise<void> =>
    playScenes(scenes, server.url, KEY, departure.signal);
  await takeAll("nobody has asked");
  await play(ENGLISH_SCENES);
  await takeAll("English");
  await play(JAPANESE_SCENES);
  await takeAll("Japanese");
  departure.abort();
} finally {
  await browser.close();
  await server.dispose();
}
for (const name of SHOWN) copyFileSync(join(folder, name), join(shownFolder, name));
console.log(`The pictures are in ${folder}; the README's are in ${shownFolder}.`);

async function takeAll(now: Stage): Promise<void> {
  for (const view of VIEWS) if ((view.stage ?? "English") === now) await takePictures(view);
}

async function takePictures(view: View): Promise<void> {
  const page = await openPage(browser, view);
  await view.open(page, { url: server.url, key: KEY });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await shoot(page, `${view.name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(PHONE);
  await view.onPhone?.(page);
  await shoot(page, `${view.name}-phone`);
  await page.context().close();
}

async function openPage(of: Browser, view: View): Promise<Page> {
  const context = await of.newContext({
    viewport: DESKTOP,
    locale: view.locale ?? "en-US",
    timezoneId: "UTC",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  if (view.isSignedIn === false) return page;
  await page.addInitScript(`localStorage.setItem("motive-proxy.name", JSON.stringify("Anna"))`);
  await page.goto(server.url);
  await signIn(page, KEY);
  await page.getByRole("banner").waitFor();
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  // A caret that blinks would be in some pictures and not in others.
  await page.screenshot({
    path: join(folder, `${name}.png`),
    caret: "hide",
    animations: "disabled",
  });
  console.log(name);
}
