import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/core/json";
import { isJsonObject } from "../../src/core/json";
import { detectSideRequest, isSideRequest } from "../../src/side-requests/detect-side-request";
import { quotesConversation } from "../../src/side-requests/quotes-conversation";
import { recogniseSideRequest } from "../../src/side-requests/recognise-side-request";
import { instructionOf } from "../../src/side-requests/request-outline";
import { SIGNATURES } from "../../src/side-requests/signatures";
import { fuzz } from "../protocols/arbitraries";
import { anyRequest } from "../protocols/openai-chat/any-request";
import * as ui from "./chat-uis";
import { CHAT, SIDE_REQUESTS } from "./corpus";
import { decode } from "./decode";
import { ORDINARY_PROMPTS } from "./ordinary-prompts";

const QUOTED = CHAT[1]?.content ?? "";

function recognise(body: JsonObject) {
  const { request, hints } = decode(body);
  return recogniseSideRequest(request, hints);
}

/** As a session decides that has said these texts. */
function isAnswered(body: JsonObject, recentTexts: readonly string[]): boolean {
  const { request } = decode(body);
  const candidate = recognise(body);
  return (
    candidate !== null &&
    isSideRequest(candidate.marks, () => quotesConversation(request, recentTexts))
  );
}

function withLastText(body: JsonObject, change: (text: string) => string): JsonObject {
  const messages = body["messages"] as readonly JsonValue[];
  const last = messages.at(-1);
  if (!isJsonObject(last) || typeof last["content"] !== "string") return body;
  return {
    ...body,
    messages: [...messages.slice(0, -1), { ...last, content: change(last["content"]) }],
  };
}

describe("the requests of chat UIs", () => {
  it.each(SIDE_REQUESTS)(
    "[PAIR-2] are known without any conversation, and answered in the form asked for: $signatureId",
    ({ signatureId, kind, body, answer }) => {
      const candidate = recognise(body);
      const text = candidate?.answer ?? "";
      expect({
        signatureId: candidate?.signatureId,
        kind: candidate?.kind,
        marks: candidate?.marks,
        answer: typeof answer === "string" ? text : JSON.parse(text),
      }).toEqual({ signatureId, kind, marks: { structure: true, wording: true }, answer });
    },
  );

  it("have a case for each signature", () => {
    const covered = new Set(SIDE_REQUESTS.map(({ signatureId }) => signatureId));
    expect(SIGNATURES.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });

  it("have ids that end in their kind, once each", () => {
    expect(SIGNATURES.filter(({ id, kind }) => !id.endsWith(`-${kind}`))).toEqual([]);
    expect(new Set(SIGNATURES.map(({ id }) => id)).size).toBe(SIGNATURES.length);
  });

  it("may have the system prompt of a workspace model before them", () => {
    const body = ui.openWebUiTask("title", CHAT);
    const messages = [
      { role: "system", content: "Speak like a pirate." },
      ...(body["messages"] as readonly JsonValue[]),
    ];
    expect(isAnswered({ ...body, messages }, [])).toBe(true);
  });

  it("are answered with a call where a tool is forced", () => {
    expect(recognise(ui.libreChatStructuredTitle("Hello there", "tool"))?.toolName).toBe("title");
  });

  it("are a person's where a tool comes with them, or an id of a call", () => {
    const tools = [{ type: "function", function: { name: "search" } }];
    const called = [
      {
        role: "assistant",
        tool_calls: [{ id: "call_1", type: "function", function: { name: "a", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "call_1", content: "1" },
    ];
    for (const { body } of SIDE_REQUESTS) {
      const messages = [...called, ...(body["messages"] as readonly JsonValue[])];
      expect(recognise({ ...body, messages })).toBeNull();
      expect(recognise({ ...body, tools, tool_choice: "auto" })).toBeNull();
    }
  });
});

describe("the conversation, as the third mark", () => {
  const german = ui.openWebUiTask("german-title", CHAT);

  it("makes up for the wording of a translated prompt with a frame of its own", () => {
    expect(recognise(german)?.marks).toEqual({ structure: true, wording: false });
    expect([isAnswered(german, []), isAnswered(german, [QUOTED])]).toEqual([false, true]);
  });

  it("makes up for a structure that a proxy or an administrator has changed", () => {
    const streamed = { ...ui.openWebUiTask("tags", CHAT), stream: true };
    expect(recognise(streamed)?.marks).toEqual({ structure: false, wording: true });
    expect([isAnswered(streamed, []), isAnswered(streamed, [QUOTED])]).toEqual([false, true]);
  });

  it.each([
    ["is shorter than 40 characters", ["Hello there, how do you do?"]],
    [
      "stands nowhere in the prompt",
      ["A sentence that is long enough, but that nobody has quoted."],
    ],
  ])("is no mark where a text %s", (_, recentTexts) => {
    expect(isAnswered(german, recentTexts)).toBe(false);
  });

  it("is no mark where the request is itself a text of the session", () => {
    const { request } = decode(german);
    const [message] = request.messages;
    const text = message?.parts[0]?.type === "text" ? message.parts[0].text : "";
    expect(quotesConversation(request, [text, QUOTED])).toBe(false);
  });

  it("is no mark where it comes as messages, as in every chat", () => {
    expect(quotesConversation(decode(ui.nextChatTitle(CHAT)).request, [QUOTED])).toBe(false);
  });

  it("is found where the quotation is indented, wrapped or cut off", () => {
    const { request } = decode({
      messages: [{ role: "user", content: `> ${QUOTED.slice(0, 50).replaceAll(" ", "\n  ")}…` }],
    });
    expect(quotesConversation(request, [QUOTED])).toBe(true);
  });
});

describe("ordinary prompts", () => {
  it("are 200 and more, each sent in several ways", () => {
    const instructions = ORDINARY_PROMPTS.map((body) =>
      instructionOf(decode(body).request.messages),
    );
    expect(new Set(instructions).size).toBeGreaterThanOrEqual(200);
    expect(new Set(ORDINARY_PROMPTS.map((body) => JSON.stringify(body))).size).toBeGreaterThan(
      1_000,
    );
  });

  it("[PAIR-2] are none of them taken for a UI's own", () => {
    expect(ORDINARY_PROMPTS.filter((body) => isAnswered(body, []))).toEqual([]);
  });

  it("[PAIR-2] are none of them taken for a UI's own where they quote the conversation", () => {
    const quoting = ORDINARY_PROMPTS.map((body) =>
      withLastText(body, (text) => `${text}\n\n${QUOTED}`),
    );
    expect(quoting.filter((body) => isAnswered(body, [QUOTED]))).toEqual([]);
  });

  it("have no mark at all where they only speak of titles", () => {
    const typed = { messages: [{ role: "user", content: "Generate a title for my novel" }] };
    expect(recognise({ ...typed, stream: true })).toBeNull();
    expect(recognise(typed)).toBeNull();
  });
});

describe("any request", () => {
  it("is looked at without a throw", () => {
    fc.assert(
      fc.property(anyRequest, fc.boolean(), fc.array(fc.string()), (request, isStream, texts) => {
        expect(() => detectSideRequest(request, { isStream })).not.toThrow();
        expect(() => quotesConversation(request, texts)).not.toThrow();
      }),
      fuzz(),
    );
  });

  it("is looked at without a throw where it has a UI's words and anything else", () => {
    const bodies = fc.constantFrom(...SIDE_REQUESTS.map(({ body }) => body));
    fc.assert(
      fc.property(bodies, anyRequest, fc.boolean(), (body, other, isStream) => {
        const { request } = decode(body);
        const { responseFormat, tools, toolChoice, parameters } = other;
        const mixed = {
          ...request,
          responseFormat,
          tools: tools.slice(0, 1),
          toolChoice,
          parameters,
        };
        expect(() => recogniseSideRequest(mixed, { isStream })).not.toThrow();
      }),
      fuzz(),
    );
  });

  it("is looked at quickly, however long it is", () => {
    const lines = "\n".repeat(200_000);
    const texts = [
      `<chat_history>${lines}<chat_history>${lines}`,
      `### Task:\nGenerate a concise title { "title": "" }\n<chat_history>${lines}</chat_history>`,
      `Command: ${"a ".repeat(500_000)}`,
    ];
    const startedAtMs = performance.now();
    for (const text of texts)
      recognise({ messages: [{ role: "user", content: text }], stream: false });
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  });
});
