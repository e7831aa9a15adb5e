import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/core/json";
import { sessionStub, untilStatus } from "./support/conversation";
import { fetchWorker, post } from "./support/edge";
import { create, textOf } from "./support/responses-client";

interface Completion {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
}

const GREETING = { role: "user", content: "Hello?" };

async function chat(
  session: string,
  seat: "caller" | "responder",
  ...messages: readonly JsonObject[]
): Promise<string> {
  const path = `/${seat}/v1/chat/completions`;
  const response = await fetchWorker(path, post({ model: session, messages }));
  const { choices } = await response.json<Completion>();
  return choices[0]?.message.content ?? "";
}

/** A question that waits, and the prompt that its responder was shown for it. */
async function ask(session: string) {
  const shown = chat(session, "responder", GREETING);
  await untilStatus(session, "responder-waits");
  const answered = chat(session, "caller", { role: "user", content: "What is the time?" });
  return { prompt: { role: "assistant", content: await shown }, answered };
}

describe("the words of a responder", () => {
  it("[PAIR-8] are not the prompt that a history ends with, as when a chat UI is to go on", async () => {
    const { prompt, answered } = await ask("go on");
    expect(await chat("go on", "responder", GREETING, prompt)).toContain("The reply is empty.");
    const last = chat("go on", "responder", GREETING, prompt, { role: "user", content: "Noon." });
    expect(await answered).toBe("Noon.");
    await sessionStub("go on").deleteSession();
    await last.catch(() => {});
  });

  it("[PAIR-8] are none where a response is continued without input", async () => {
    const listening = create("no input", "Hello?", {}, { seat: "responder" });
    await untilStatus("no input", "responder-waits");
    const asked = create("no input", "What is the time?");
    const { id } = await listening;
    const body = { model: "no input", previous_response_id: id };
    const continued = await fetchWorker("/responder/v1/responses", post(body));
    expect(await continued.text()).toContain("The reply is empty.");
    const last = create("no input", "Noon.", { previous_response_id: id }, { seat: "responder" });
    expect(textOf(await asked)).toBe("Noon.");
    await sessionStub("no input").deleteSession();
    await last;
  });

  it("[PAIR-8] are not the instructions to a model that come behind them", async () => {
    const { prompt, answered } = await ask("instructed");
    const last = chat(
      "instructed",
      "responder",
      GREETING,
      prompt,
      { role: "user", content: "Noon." },
      { role: "system", content: "Stay in character." },
      { role: "developer", content: "Be brief." },
    );
    expect(await answered).toBe("Noon.");
    await sessionStub("instructed").deleteSession();
    await last.catch(() => {});
  });
});
