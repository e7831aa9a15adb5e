import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { sendButtonOf } from "./support/console-page.ts";
import { InputMethod } from "./support/input-method.ts";
import { meet } from "./support/meeting.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

describe("Japanese that is written with an input method", () => {
  it("goes to the caller when it is committed, and no word of it before", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    const inputMethod = await InputMethod.attach(page);
    await editor.focus();
    await inputMethod.compose("k", "こ", "こn", "こん", "こんばんは", "今晩は");
    expect(await editor.inputValue()).toBe("今晩は");
    await inputMethod.commit("今晩は");
    await inputMethod.compose("、", "、門番", "、門番さん");
    await answer.until("今晩");
    await inputMethod.commit("、門番さん。");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("今晩は、門番さん。");
  });

  it("is not sent by Enter while it composes, even where Enter sends", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    await page.getByRole("button", { name: "Options" }).click();
    await page.getByRole("checkbox", { name: "Enter sends" }).check();
    await page.keyboard.press("Escape");
    await page.getByRole("combobox", { name: "Goes out" }).selectOption("when sent");
    const inputMethod = await InputMethod.attach(page);
    await editor.focus();
    await inputMethod.compose("はい", "灰", "はい");
    await inputMethod.pressEnter();
    await inputMethod.commit("はい");
    // Safari reports the Enter that ended the composition after its end.
    await inputMethod.pressEnter();
    await inputMethod.compose("どうぞ");
    await inputMethod.pressEnter();
    await inputMethod.commit("どうぞ");
    expect(answer.deltas).toEqual([]);
    expect(await editor.inputValue()).toBe("はいどうぞ");
    await editor.press("Enter");
    expect(await answer.whole).toBe("はいどうぞ");
  });

  it("can be composed again and given up, and the caller's total is the final text", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    const inputMethod = await InputMethod.attach(page);
    await editor.pressSequentially("OK. ");
    await inputMethod.compose("もん", "門");
    await inputMethod.compose("");
    await inputMethod.compose("もん", "問");
    await inputMethod.commit("問題ない。");
    await editor.pressSequentially(" Bye");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("OK. 問題ない。 Bye");
  });
});
