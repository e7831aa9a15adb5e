import type { Page } from "playwright-core";
import {
  editorOf,
  kindOf,
  sessionUrl,
  settingsOf,
} from "../../test/browser/support/console-page.ts";

export interface Place {
  readonly url: string;
  readonly key: string;
}

export type Stage = "nobody has asked" | "English" | "Japanese";

export interface View {
  readonly name: string;
  readonly open: (page: Page, place: Place) => Promise<void>;
  /** What a phone needs besides, such as to scroll to what the picture is of. */
  readonly onPhone?: (page: Page) => Promise<void>;
  readonly locale?: "ja-JP";
  readonly isSignedIn?: false;
  /** Which conversations there are at that moment; without a word, those in English. */
  readonly stage?: Stage;
}

async function openSession(page: Page, { url }: Place, session: string): Promise<void> {
  await page.goto(sessionUrl(url, session));
  await page.getByRole("textbox", { name: /^Answer to |への返答$/ }).waitFor();
}

const toEditor = (page: Page): Promise<void> => editorOf(page).scrollIntoViewIfNeeded();

export const VIEWS: readonly View[] = [
  {
    name: "sign-in",
    isSignedIn: false,
    open: async (page, { url }) => {
      await page.goto(url);
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
    },
  },
  {
    name: "empty",
    stage: "nobody has asked",
    open: async (page) => {
      await page.getByText("No sessions yet").first().waitFor();
    },
  },
  {
    name: "inbox",
    open: async (page) => {
      await page.getByRole("link", { name: /town-guard-7/ }).waitFor();
    },
  },
  {
    name: "live-typing",
    open: async (page, place) => {
      await openSession(page, place, "town-guard-7");
      await editorOf(page).pressSequentially(
        "*Bram holds up his lantern and looks at the silk.* Fine work, that. Say the password, Mira of the Weav",
      );
      await page.getByText(/^\d+ sent\b/).waitFor();
    },
    onPhone: toEditor,
  },
  {
    name: "prompt-and-parameters",
    open: async (page, place) => {
      await openSession(page, place, "kiosk-study-p12");
      await page.getByRole("button", { name: "Prompt and parameters" }).click();
    },
  },
  {
    name: "raw-exchange",
    open: async (page, place) => {
      await openSession(page, place, "kiosk-study-p12");
      await page.getByRole("button", { name: "Raw exchange" }).click();
    },
  },
  {
    name: "tool-call",
    open: async (page, place) => {
      await openSession(page, place, "release-agent");
      await kindOf(page, "Tool call").click();
      await page.getByRole("button", { name: /^deploy/ }).click();
      const call = page.getByRole("region", { name: "Call 1: deploy" });
      await call.getByRole("textbox", { name: /^build/ }).fill("4127");
      await call.getByRole("combobox", { name: /^strategy/ }).selectOption({ label: "in steps" });
      await call.getByRole("button", { name: "Add an item" }).click();
      await call.getByRole("textbox", { name: "Item 1" }).fill("Oslo");
    },
  },
  {
    name: "error",
    open: async (page, place) => {
      await openSession(page, place, "kiosk-study-p12");
      await kindOf(page, "Error").click();
    },
  },
  {
    name: "invitation",
    open: async (page, place) => {
      await openSession(page, place, "town-guard-7");
      await page.getByRole("button", { name: "Invite", exact: true }).click();
      await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Cleo");
      await page.getByRole("dialog").getByRole("button", { name: "Make a link" }).click();
      await page.getByRole("img", { name: /QR/ }).waitFor();
    },
  },
  {
    name: "settings",
    open: async (page) => {
      await settingsOf(page).click();
    },
  },
  {
    name: "help",
    open: async (page, place) => {
      await openSession(page, place, "kiosk-study-p12");
      await page.getByRole("button", { name: "Help and keys" }).click();
    },
  },
  {
    name: "japanese",
    stage: "Japanese",
    locale: "ja-JP",
    open: async (page, place) => {
      await openSession(page, place, "門番-3");
    },
  },
  {
    name: "player",
    isSignedIn: false,
    open: async (page, { url, key }) => {
      const response = await fetch(`${url}/sessions/kiosk-study-p12/invites`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ role: "responder", label: "Cleo" }),
      });
      const { token } = (await response.json()) as { readonly token: string };
      await page.goto(`${url}/join#${token}`);
      await page
        .getByRole("textbox", { name: "Your answer" })
        .fill("The café in the courtyard is open until 17:00. They have pancakes.");
    },
  },
];
