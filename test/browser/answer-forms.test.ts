import { zodResponseFormat } from "openai/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { newSessionName } from "../e2e/support/sessions.ts";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { kindOf, sendButtonOf, sessionUrl } from "./support/console-page.ts";
import { createClient } from "./support/streaming-caller.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

const BOOKING_TOOL = {
  type: "function",
  function: {
    name: "book_trip",
    description: "Books a trip.",
    parameters: {
      type: "object",
      properties: {
        city: { type: "string" },
        class: { enum: ["first", "second"] },
        traveller: {
          type: "object",
          properties: { name: { type: "string" }, age: { type: "integer" } },
          required: ["name"],
          additionalProperties: false,
        },
        stops: { type: "array", items: { type: "string" } },
        payment: {
          anyOf: [
            {
              type: "object",
              title: "Card",
              properties: { number: { type: "string" } },
              required: ["number"],
            },
            {
              type: "object",
              title: "Cash",
              properties: { currency: { type: "string" } },
              required: ["currency"],
            },
          ],
        },
        note: { type: "string" },
      },
      required: ["city", "class", "traveller", "stops", "payment"],
      additionalProperties: false,
    },
  },
} as const;

const LOOK_TOOL = {
  type: "function",
  function: { name: "look_around", parameters: { type: "object", properties: {} } },
} as const;

const CITY = z.object({
  name: z.string(),
  population: z.int(),
  rivers: z.array(z.object({ name: z.string(), length_km: z.number().nullable() })),
});

describe("the form of a tool", () => {
  it("makes calls of nested objects, arrays, enums, unions and optional fields, several in one turn", async () => {
    const { url } = server();
    const session = newSessionName("tools");
    const asked = createClient(`${url}/caller`).chat.completions.create({
      model: session,
      messages: [{ role: "user", content: "Book me a trip to Oslo, and look around." }],
      tools: [BOOKING_TOOL, LOOK_TOOL],
    });
    const page = await visit(sessionUrl(url, session));
    await kindOf(page, "Tool call").click();
    await page.getByRole("button", { name: /^book_trip/ }).click();
    const call = page.getByRole("region", { name: "Call 1: book_trip" });
    await call.getByRole("textbox", { name: /^city/ }).fill("Oslo");
    await call.getByRole("combobox", { name: /^class/ }).selectOption({ label: "second" });
    await call.getByRole("textbox", { name: /^name/ }).fill("Ada 🦊");
    await call.getByRole("button", { name: "Add an item" }).click();
    await call.getByRole("textbox", { name: "Item 1" }).fill("Bergen");
    await call.getByRole("button", { name: "Add an item" }).click();
    await call.getByRole("textbox", { name: "Item 2" }).fill("Voss");
    await call.getByRole("combobox", { name: "Shape of payment" }).selectOption({ label: "Cash" });
    await call.getByRole("textbox", { name: /^currency/ }).fill("NOK");
    await page.getByText("Add a call").click();
    await page.getByRole("button", { name: /^look_around/ }).click();
    await page.getByRole("button", { name: "Send 2 calls" }).click();
    const [choice] = (await asked).choices;
    const calls = choice?.message.tool_calls?.map((made) =>
      made.type === "function" ? [made.function.name, JSON.parse(made.function.arguments)] : made,
    );
    expect(calls).toEqual([
      [
        "book_trip",
        {
          city: "Oslo",
          class: "second",
          traveller: { name: "Ada 🦊" },
          stops: ["Bergen", "Voss"],
          payment: { currency: "NOK" },
        },
      ],
      ["look_around", {}],
    ]);
    expect(choice?.finish_reason).toBe("tool_calls");
  });

  it("is checked before anything is sent, and can be written as JSON instead", async () => {
    const { url } = server();
    const session = newSessionName("tools-json");
    const asked = createClient(`${url}/caller`).chat.completions.create({
      model: session,
      messages: [{ role: "user", content: "Book me a trip." }],
      tools: [BOOKING_TOOL],
      tool_choice: "required",
    });
    const page = await visit(sessionUrl(url, session));
    // What the caller demands is open already, and there is one tool for it.
    await page.getByRole("button", { name: "Send 1 call" }).click();
    await page.getByText(/things? to mend before this can be sent/).waitFor();
    const call = page.getByRole("region", { name: "Call 1: book_trip" });
    await call.getByRole("button", { name: "Edit as JSON" }).click();
    const text =
      '{"city":"Oslo","class":"first","traveller":{"name":"Ada"},"stops":[],"payment":{"number":"42"}}';
    await call.getByRole("textbox", { name: "book_trip" }).fill(text);
    await page.getByRole("button", { name: "Send 1 call" }).click();
    const made = (await asked).choices[0]?.message.tool_calls?.[0];
    expect(made?.type === "function" && JSON.parse(made.function.arguments)).toEqual(
      JSON.parse(text),
    );
  });
});

describe("the form of a structured output", () => {
  it("gives the SDK what its schema parses", async () => {
    const { url } = server();
    const session = newSessionName("structured");
    const asked = createClient(`${url}/caller`).chat.completions.parse({
      model: session,
      messages: [{ role: "user", content: "Tell me of Oslo." }],
      response_format: zodResponseFormat(CITY, "city"),
    });
    const page = await visit(sessionUrl(url, session));
    await page.getByRole("textbox", { name: /^name/ }).first().fill("Oslo");
    await page
      .getByRole("textbox", { name: /^population/ })
      .or(page.getByRole("spinbutton", { name: /^population/ }))
      .fill("700000");
    await sendButtonOf(page).click();
    await page.getByText(/to mend before this can be sent/).waitFor({ state: "hidden" });
    expect((await asked).choices[0]?.message.parsed).toEqual({
      name: "Oslo",
      population: 700_000,
      rivers: [],
    });
  });
});
