import { describe, expect, it } from "vitest";
import { newSessionName } from "../e2e/support/sessions.ts";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { editorOf, sendButtonOf, sessionUrl } from "./support/console-page.ts";
import { meet } from "./support/meeting.ts";
import { createClient } from "./support/streaming-caller.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

describe("a person who answers a real client", () => {
  it("is read word by word while they still type", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    await editor.pressSequentially("Halt");
    expect(answer.deltas).toEqual([]);
    await editor.pressSequentially("! Wh");
    await answer.until("Halt! ");
    await editor.pressSequentially("o goes");
    await answer.until("Halt! Who ");
    await editor.pressSequentially(" there?");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("Halt! Who goes there?");
    expect(answer.deltas).toEqual(["Halt! ", "Who ", "goes ", "there?"]);
    expect(answer.finishReason).toBe("stop");
  });

  it("is heard by a program whose seat nobody knew, as soon as they write", async () => {
    const { answer, page, editor } = await meet(server(), visit, { seat: "" });
    await editor.pressSequentially("It is I. And");
    await answer.until("It is I. ");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("It is I. And");
  });

  it("is read sentence by sentence, or as a whole, where they choose so", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    const mode = page.getByRole("combobox", { name: "Goes out" });
    await mode.selectOption("by sentence");
    await editor.pressSequentially("One two. Thr");
    await answer.until("One two. ");
    await mode.selectOption("when sent");
    await editor.pressSequentially("ee four. Five six");
    await editor.press("Home");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("One two. Three four. Five six");
    expect(answer.deltas).toEqual(["One two. ", "Three four. Five six"]);
  });

  it("answers a program that does not stream with the whole", async () => {
    const { url } = server();
    const session = newSessionName("whole");
    const asked = createClient(`${url}/caller`).chat.completions.create({
      model: session,
      messages: [{ role: "user", content: "Who goes there?" }],
    });
    const page = await visit(sessionUrl(url, session));
    await editorOf(page).pressSequentially("A friend of the king.");
    await page.getByText("This caller does not stream").waitFor();
    await sendButtonOf(page).click();
    expect((await asked).choices[0]?.message.content).toBe("A friend of the king.");
  });

  it("sees what has gone as the caller has it", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    await editor.pressSequentially("Seen so far");
    await answer.until("Seen so ");
    await page.getByText(/^8 sent\b.*\b3\b/).waitFor();
    await sendButtonOf(page).click();
    await answer.whole;
    const conversation = page.getByRole("region", { name: "Conversation of Turn 1" });
    await conversation.getByText("Seen so far", { exact: true }).waitFor();
    expect(await conversation.getByRole("listitem").allInnerTexts()).toEqual([
      expect.stringContaining("Who goes there?"),
      expect.stringContaining("Seen so far"),
    ]);
  });
});
