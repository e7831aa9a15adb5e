import { APIError, RateLimitError } from "openai";
import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { kindOf, sendButtonOf } from "./support/console-page.ts";
import { meet } from "./support/meeting.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

describe("a person answers as a model does that", () => {
  it("refuses", async () => {
    const { answer, page } = await meet(server(), visit);
    await kindOf(page, "Refuse").click();
    await page.getByRole("textbox", { name: "Refusal" }).fill("I can't help with that.");
    await sendButtonOf(page).click();
    await answer.whole;
    const refusals = answer.chunks.map(({ choices }) => choices[0]?.delta.refusal ?? "");
    expect({ refusal: refusals.join(""), text: answer.text }).toEqual({
      refusal: "I can't help with that.",
      text: "",
    });
  });

  it("is over its rate limit, and says when to come again", async () => {
    const { answer, page } = await meet(server(), visit);
    await kindOf(page, "Error").click();
    await page.getByRole("combobox", { name: "Status" }).selectOption({ label: "429 Rate limit" });
    await page.getByRole("textbox", { name: "Retry after (seconds)" }).fill("17");
    await page.getByRole("textbox", { name: "Message" }).fill("Too many questions.");
    await sendButtonOf(page).click();
    const error = await answer.whole.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({
      status: 429,
      message: expect.stringContaining("Too many questions."),
    });
    expect((error as RateLimitError).headers?.get("retry-after")).toBe("17");
  });

  it("breaks off in the middle of its stream", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    await page.getByText("How it goes out").click();
    await page.getByRole("checkbox", { name: "Cut the stream off" }).check();
    await page.getByRole("textbox", { name: "after characters" }).fill("9");
    await editor.fill("This will never be whole.");
    await sendButtonOf(page).click();
    await expect(answer.whole).rejects.toBeInstanceOf(Error);
    expect(answer.text).toBe("This will");
    expect(answer.finishReason).toBeNull();
  });

  it("fails after its first words", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    await editor.pressSequentially("So far so goo");
    await answer.until("So far so ");
    await kindOf(page, "Error").click();
    await page
      .getByRole("combobox", { name: "Status" })
      .selectOption({ label: "500 Server error" });
    await page.getByRole("textbox", { name: "Message" }).fill("The model broke.");
    await sendButtonOf(page).click();
    await expect(answer.whole).rejects.toThrow(APIError);
    expect(answer.text).toBe("So far so ");
  });

  it.each([
    ["length: token limit", "length"],
    ["content filter", "content_filter"],
  ])("ends with %s", async (label, finishReason) => {
    const { answer, page, editor } = await meet(server(), visit);
    await page.getByText("How it goes out").click();
    await page.getByRole("combobox", { name: "Ends with" }).selectOption({ label });
    await editor.pressSequentially("This is where it");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("This is where it");
    expect(answer.finishReason).toBe(finishReason);
  });

  it("thinks before it speaks", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    await page.getByText("How it goes out").click();
    await page.getByRole("textbox", { name: "Delay (seconds)" }).fill("1");
    await editor.fill("At last.");
    const sentAt = performance.now();
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("At last.");
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(1_000);
  });

  it("speaks at a pace, token by token, however fast it was typed", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    await page.getByRole("button", { name: "Options" }).click();
    await page.getByRole("checkbox", { name: "Read like a model" }).check();
    await page.getByRole("spinbutton", { name: "Tokens per second" }).fill("50");
    await page.keyboard.press("Escape");
    await editor.fill("A text of several words that was pasted at once goes out slowly.");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe(
      "A text of several words that was pasted at once goes out slowly.",
    );
    expect(answer.deltas.length).toBeGreaterThan(5);
  });
});
