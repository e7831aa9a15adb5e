import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { editorOf, kindOf, openSession, sendButtonOf, sessionUrl } from "./support/console-page.ts";
import { expectEventually } from "./support/expect-eventually.ts";
import { meet } from "./support/meeting.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

/** A question, and two tabs of one browser that show it. Nothing goes by itself. */
async function meetInTwoTabs() {
  const { url, session, answer, page: one, editor } = await meet(server(), visit);
  await one.getByRole("combobox", { name: "Goes out" }).selectOption("when sent");
  const openTab = async () => {
    const tab = await one.context().newPage();
    await openSession(tab, url, session);
    return tab;
  };
  return { url, session, answer, one, editor, two: await openTab(), openTab };
}

describe("two tabs of one browser at one question", () => {
  it("have a text each, which the other neither shows nor overwrites, after a reload too", async () => {
    const { answer, one, two } = await meetInTwoTabs();
    await editorOf(one).pressSequentially("Written in the first");
    await editorOf(two).pressSequentially("Written in the second");
    await Promise.all([one.reload(), two.reload()]);
    await expectEventually(() => editorOf(one).inputValue()).toBe("Written in the first");
    await expectEventually(() => editorOf(two).inputValue()).toBe("Written in the second");
    await sendButtonOf(one).click();
    expect(await answer.whole).toBe("Written in the first");
    expect(await editorOf(two).inputValue()).toBe("Written in the second");
  });

  it("give the text of the one that was closed to the next that opens the question", async () => {
    const { one, two, openTab } = await meetInTwoTabs();
    await editorOf(two).pressSequentially("Still here");
    await editorOf(one).pressSequentially("Lost with its tab?");
    await one.close();
    const three = await openTab();
    await expectEventually(() => editorOf(three).inputValue()).toBe("Lost with its tab?");
    expect(await editorOf(two).inputValue()).toBe("Still here");
    const four = await openTab();
    // It has asked the others by the time that it can be written in, and a while besides.
    await editorOf(four).pressSequentially("A new text");
    expect(await editorOf(four).inputValue()).toBe("A new text");
  });

  it("keep half-filled answers of other kinds apart, too", async () => {
    const { one, two, url, session } = await meetInTwoTabs();
    const messageOf = (page: typeof one) => page.getByRole("textbox", { name: "Message" });
    for (const [page, text] of [
      [one, "First"],
      [two, "Second"],
    ] as const) {
      await kindOf(page, "Error").click();
      await messageOf(page).fill(text);
    }
    await two.reload();
    await kindOf(two, "Error").click();
    await expectEventually(() => messageOf(two).inputValue()).toBe("Second");
    await one.close();
    const three = await two.context().newPage();
    await three.goto(sessionUrl(url, session));
    await kindOf(three, "Error").click();
    await expectEventually(() => messageOf(three).inputValue()).toBe("First");
  });
});
