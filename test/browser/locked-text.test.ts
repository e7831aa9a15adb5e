import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { sendButtonOf } from "./support/console-page.ts";
import { expectEventually } from "./support/expect-eventually.ts";
import { meet } from "./support/meeting.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

async function meetWithClipboard() {
  const permissions = ["clipboard-read", "clipboard-write"];
  const { answer, page, editor } = await meet(server(), visit, { permissions });
  const paste = async (text: string): Promise<void> => {
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await editor.press("Control+V");
  };
  /** Sends, and gives what the editor showed last and what the client has got. */
  const finish = async () => {
    const shown = await editor.inputValue();
    await sendButtonOf(page).click();
    return { shown, got: await answer.whole };
  };
  return { answer, page, editor, paste, finish };
}

describe("what has gone to the caller", () => {
  it("cannot be typed into: what is written there begins behind it", async () => {
    const { answer, editor, finish } = await meetWithClipboard();
    await editor.pressSequentially("One two thr");
    await answer.until("One two ");
    await editor.press("Control+Home");
    await editor.pressSequentially("X");
    expect(await editor.inputValue()).toBe("One two Xthr");
    const { shown, got } = await finish();
    expect(got).toBe("One two Xthr");
    expect(shown).toBe(got);
  });

  it("cannot be deleted, pasted over, cut or undone", async () => {
    const { answer, editor, paste, finish } = await meetWithClipboard();
    await editor.pressSequentially("One two thr");
    await answer.until("One two ");
    for (const keys of ["Control+A", "Delete", "Backspace", "Backspace"]) await editor.press(keys);
    expect(await editor.inputValue()).toBe("One two ");
    await editor.press("Control+A");
    await paste("three");
    expect(await editor.inputValue()).toBe("One two three");
    await editor.press("Control+A");
    await editor.press("Control+X");
    expect(await editor.inputValue()).toBe("One two ");
    for (let step = 0; step < 5; step += 1) await editor.press("Control+Z");
    expect(await editor.inputValue()).toMatch(/^One two /);
    for (let step = 0; step < 5; step += 1) await editor.press("Control+Shift+Z");
    const { shown, got } = await finish();
    expect(got).toMatch(/^One two /);
    expect(shown).toBe(got);
  });

  it("leaves the rest free: an unsent word is corrected before it goes", async () => {
    const { answer, editor, finish } = await meetWithClipboard();
    await editor.pressSequentially("The gaet");
    for (let step = 0; step < 2; step += 1) await editor.press("Backspace");
    await editor.pressSequentially("te is open");
    await answer.until("The gate is ");
    expect((await finish()).got).toBe("The gate is open");
  });
});

const CODE = `function fold(xs, f, init) {
\tlet value = init; // "quotes", \\backslashes\\ and \${templates}
\tfor (const x of xs) value = f(value, x);
\treturn value;
}
`;

describe("the caller's total is the final text, byte for byte", () => {
  it.each([
    ["code", CODE],
    ["pictures of several characters", "👩‍👩‍👧‍👦 🇯🇵 👍🏽 ❤️ and a lone ✓"],
    ["Japanese", "門番の方、こんばんは。\n\n　門を開けていただけますか?  "],
    ["letters with marks of their own", "cafe\u0301 is not café; \u212B is not Å"],
    ["a long text", "The quick brown fox — 速い茶色の狐 🦊\n".repeat(400)],
  ])("with %s that is pasted between typed words", async (_name, text) => {
    const { answer, editor, paste, finish } = await meetWithClipboard();
    await editor.pressSequentially("So: ");
    await paste(text);
    await editor.pressSequentially(" That is all");
    // Some of it goes as soon as the turn is claimed, which may be later than all of it is typed.
    await expectEventually(() => answer.deltas.length).toBeGreaterThan(0);
    const { got } = await finish();
    expect(got).toBe(`So: ${text} That is all`);
    expect(answer.deltas.length).toBeGreaterThan(1);
  });

  it("with code that is typed line by line", async () => {
    const { editor, finish } = await meetWithClipboard();
    await editor.pressSequentially("if (a) {\n  b();\n}\n");
    expect((await finish()).got).toBe("if (a) {\n  b();\n}\n");
  });

  it("with words that undo took back before they went", async () => {
    const { answer, editor, finish } = await meetWithClipboard();
    await editor.pressSequentially("Keep thi");
    await answer.until("Keep ");
    for (let step = 0; step < 3; step += 1) await editor.press("Control+Z");
    await editor.press("Control+End");
    await editor.pressSequentially("that now");
    const { shown, got } = await finish();
    expect(got).toMatch(/^Keep .*that now$/);
    expect(shown).toBe(got);
  });
});
