import { describe, expect, it } from "vitest";
import type { Message, Part } from "../../src/core/message";
import type { TurnRequest } from "../../src/core/turn";
import { renderContext, renderHelp, renderPrompt } from "../../src/pairing/prompt";

const text = (words: string): Part => ({ type: "text", text: words });
const said = (role: Message["role"], ...parts: readonly Part[]): Message => ({ role, parts });

const REQUEST: TurnRequest = {
  messages: [said("user", text("Hi"))],
  tools: [],
  toolChoice: { type: "auto" },
  allowsParallelToolCalls: true,
  responseFormat: { type: "text" },
  parameters: {},
  unknownFields: {},
};

describe("a prompt", () => {
  it("[PAIR-9] of one user message is that message, to the byte", () => {
    const words = "  Two blanks,\r\na line\n\n\tand é e\u0301 \u{1f600} [user]\n ";
    expect(renderPrompt([said("system", text("Be kind.")), said("user", text(words))])).toBe(words);
  });

  it("[PAIR-9] joins text parts without a separator", () => {
    expect(renderPrompt([said("user", text("one"), text(" two"))])).toBe("one two");
  });

  it("[PAIR-9] of several messages shows each under its role, in order, but no system message", () => {
    const messages: Message[] = [
      said("tool", {
        type: "tool-result",
        toolCallId: "c1",
        toolName: "search",
        content: [{ type: "text", text: "42" }],
      }),
      said("tool", { type: "tool-result", toolCallId: "c2", content: [] }),
      said("system", text("Be kind.")),
      said("developer", text("Be brief.")),
      { role: "user", name: "Ada", parts: [text("And?")] },
    ];
    expect(renderPrompt(messages)).toBe(
      "[tool]\n[result of search c1]\n42\n\n[tool]\n[result of tool call c2]\n\n\n[developer]\nBe brief.\n\n[user (Ada)]\nAnd?",
    );
  });

  it("[PAIR-9] of a single message that is no user's shows its role", () => {
    expect(renderPrompt([said("developer", text("Be brief."))])).toBe("[developer]\nBe brief.");
    expect(renderPrompt([said("assistant", text("So far"))])).toBe("[assistant]\nSo far");
  });

  it("[PAIR-9] shows what is no text as a link or a placeholder on a line of its own", () => {
    const parts: Part[] = [
      text("See "),
      { type: "image", source: { kind: "url", url: "https://example.com/a.png" } },
      text("and"),
      { type: "image", source: { kind: "data", mediaType: "image/png", base64: "aGVsbG8=" } },
      { type: "audio", source: { kind: "data", mediaType: "audio/wav", base64: "aGk=" } },
      { type: "file", filename: "plan.pdf", source: { kind: "file-id", fileId: "file-7" } },
      { type: "file", source: { kind: "url", url: "https://example.com/b" } },
      { type: "refusal", text: "No." },
      { type: "tool-call", toolCallId: "c1", toolName: "search", input: '{"q": 1}' },
    ];
    expect(renderPrompt([said("user", ...parts)])).toBe(
      [
        "See ",
        "[image: https://example.com/a.png]",
        "and",
        "[image: image/png, 5 bytes]",
        "[audio: audio/wav, 2 bytes]",
        "[file plan.pdf: uploaded as file-7]",
        "[file: https://example.com/b]",
        "[refusal] No.",
        '[tool call search c1] {"q": 1}',
      ].join("\n"),
    );
  });

  it("[PAIR-9] that begins with an image has no empty line before it", () => {
    const image: Part = {
      type: "image",
      source: { kind: "url", url: "https://example.com/a.png" },
    };
    expect(renderPrompt([said("user", image, text("What is it?"))])).toBe(
      "[image: https://example.com/a.png]\nWhat is it?",
    );
  });

  it("[PAIR-9] of nothing says so, for an empty text would look like a failure", () => {
    expect(renderPrompt([said("user")])).toBe("[empty message]");
  });
});

describe("the context of a question", () => {
  it("[PAIR-10] shows the system prompt, the tools and the parameters", () => {
    const request: TurnRequest = {
      ...REQUEST,
      messages: [
        said("system", text("Be kind.")),
        said("developer", text("Be brief.")),
        said("user", text("Hi")),
      ],
      tools: [
        { name: "search", description: "Finds.", inputSchema: { type: "object" } },
        { name: "stop" },
      ],
      toolChoice: { type: "tool", toolName: "search" },
      responseFormat: { type: "json-schema", name: "city", schema: { type: "object" } },
      parameters: { temperature: 0.5 },
    };
    expect(renderContext(request)).toBe(
      [
        "[system]\nBe kind.",
        "[developer]\nBe brief.",
        'Tools:\n- search: Finds.\n  {"type":"object"}\n- stop\n  {}',
        'Tool choice: {"type":"tool","toolName":"search"}',
        'The reply must be JSON after this schema (city):\n{"type":"object"}',
        "Parameters:\n- temperature: 0.5",
      ].join("\n\n"),
    );
  });

  it("[PAIR-10] says where there is none", () => {
    expect(renderContext(REQUEST)).toBe("There is no system prompt.\n\nThere are no tools.");
    expect(renderContext(null)).toBe("Nobody has asked anything yet, so there is no context.");
    expect(renderContext({ ...REQUEST, responseFormat: { type: "json" } })).toContain(
      "must be a JSON object",
    );
  });

  it("[PAIR-10] is named, with every other command, in the help", () => {
    for (const name of ["context", "tool", "refuse", "error", "skip", "help"]) {
      expect(renderHelp()).toContain(`\n/${name}`);
    }
  });
});
