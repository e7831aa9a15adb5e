import { describe, expect, it } from "vitest";
import { WITH_KEY } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { useVisitors } from "./support/use-visitors.ts";

const openServer = useServer();
const server = useServer({ settings: WITH_KEY });
const visit = useVisitors();

describe("an address that is no page", () => {
  it.each([
    ["en-US", "There is no such page", "Go to the inbox"],
    ["ja-JP", "ページが見つかりません", "受信箱へ"],
  ])(
    "says so in the language of whoever is there, and leads on: %s",
    async (locale, title, link) => {
      const page = await visit(`${server().url}/nowhere`, {
        locale,
        expectedProblems: [/status of 40[14]/],
      });
      await page.getByRole("heading", { name: title }).waitFor();
      await page.getByText("/nowhere").waitFor();
      await page.getByRole("link", { name: link }).click();
      // Nobody is signed in yet.
      await page.getByLabel(/^(Key|キー)$/).waitFor();
      expect(new URL(page.url()).pathname).toBe("/");
    },
  );
});

describe("a link of an invitation, at a server without a key", () => {
  it("is not followed, and whoever came by it is told why", async () => {
    const { url } = openServer();
    const page = await visit(`${url}/join#any.thing.else`);
    await page.getByRole("heading", { name: "This server takes no invitations" }).waitFor();
    expect(page.url()).toBe(`${url}/join`);
    await page.getByRole("link", { name: "Go to the inbox" }).click();
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
  });
});
