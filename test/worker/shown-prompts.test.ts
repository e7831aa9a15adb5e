import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/core/json";
import { send } from "./support/chat-client";
import { sessionStub, untilStatus } from "./support/conversation";

const PNG = "data:image/png;base64,aGVsbG8=";

/** What somebody who joins is shown of a program's messages. */
async function shownOf(session: string, messages: readonly JsonObject[]): Promise<string> {
  const asked = send(session, { messages }, { seat: "caller" });
  await untilStatus(session, "caller-waits");
  const join = { messages: [{ role: "user", content: "ping" }] };
  const { text } = await send(session, join, { seat: "responder" });
  await sessionStub(session).deleteSession();
  await asked.catch(() => undefined);
  return text;
}

function called(id: string, city: string): JsonObject {
  return {
    id,
    type: "function",
    function: { name: "look", arguments: JSON.stringify({ city }) },
  };
}

describe("a responder is shown", () => {
  it("[PAIR-9] images, sounds and files as links or placeholders, between the words", async () => {
    const content = [
      { type: "text", text: "What is on " },
      { type: "image_url", image_url: { url: PNG } },
      { type: "text", text: "and on this one?" },
      { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
      {
        type: "file",
        file: { filename: "plan.pdf", file_data: "data:application/pdf;base64,aGk=" },
      },
    ];
    expect(await shownOf("images", [{ role: "user", content }])).toBe(
      [
        "What is on ",
        "[image: image/png, 5 bytes]",
        "and on this one?",
        "[image: https://example.com/a.png]",
        "[file plan.pdf: application/pdf, 2 bytes]",
      ].join("\n"),
    );
  });

  it("[PAIR-9] the results of parallel calls, each with the call that it is of", async () => {
    const messages = [
      { role: "user", content: "Where does it rain?" },
      { role: "assistant", tool_calls: [called("c1", "Oslo"), called("c2", "Rome")] },
      {
        role: "tool",
        tool_call_id: "c2",
        content: [
          { type: "text", text: "Not there:" },
          { type: "image_url", image_url: { url: PNG } },
        ],
      },
      { role: "tool", tool_call_id: "c1", content: "There." },
    ];
    expect(await shownOf("results", messages)).toBe(
      [
        "[user]\nWhere does it rain?",
        '[assistant]\n[tool call look c1] {"city":"Oslo"}\n[tool call look c2] {"city":"Rome"}',
        '[tool]\n[result of look c2 {"city":"Rome"}]\nNot there:\n[image: image/png, 5 bytes]',
        '[tool]\n[result of look c1 {"city":"Oslo"}]\nThere.',
      ].join("\n\n"),
    );
  });
});
