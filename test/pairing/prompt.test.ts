import { describe, expect, it } from "vitest";
import type { ImagePart, Message, Part, TextPart } from "../../src/core/message";
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

  it("[PAIR-9] of several messages shows each under its role, in order, but no instruction to the model", () => {
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
      "[tool]\n[result of search c1]\n42\n\n[tool]\n[result of tool call c2]\n[empty]\n\n[user (Ada)]\nAnd?",
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

  it("[PAIR-9] leaves out what a model thought", () => {
    const thought: Part = { type: "thinking", text: "Hm." };
    expect(
      renderPrompt([said("assistant", thought, text("So far")), said("user", text("Go on"))]),
    ).toBe("[assistant]\nSo far\n\n[user]\nGo on");
  });

  it("[PAIR-9] of nothing says so, for an empty text would look like a failure", () => {
    expect(renderPrompt([said("user")])).toBe("[empty message]");
  });
});

const call = (toolCallId: string, toolName: string, input: string): Part => ({
  type: "tool-call",
  toolCallId,
  toolName,
  input,
});
const result = (toolCallId: string, ...content: readonly (TextPart | ImagePart)[]): Part => ({
  type: "tool-result",
  toolCallId,
  content,
});

describe("a prompt of tool results", () => {
  const long = `{"text": "${"\u{1f600}".repeat(100)}"}`;
  const earlier = [
    said(
      "assistant",
      call("c1", "weather", '{\n  "city": "Oslo"\n}'),
      call("c2", "weather", '{"city": "Rome"}'),
      call("c3", "note", long),
    ),
  ];

  it("[PAIR-9] says of each what was called, as the responder never saw the ids", () => {
    const results = [
      said("tool", result("c2", { type: "text", text: "hot\nand dry" })),
      said("tool", result("c1", { type: "text", text: "cold" })),
      said("tool", result("c3")),
      said("tool", result("c4", { type: "text", text: "of an unknown call" })),
    ];
    expect(renderPrompt(results, earlier)).toBe(
      [
        '[tool]\n[result of weather c2 {"city": "Rome"}]\nhot\nand dry',
        '[tool]\n[result of weather c1 { "city": "Oslo" }]\ncold',
        `[tool]\n[result of note c3 {"text": "${"\u{1f600}".repeat(70)}…]\n[empty]`,
        "[tool]\n[result of tool call c4]\nof an unknown call",
      ].join("\n\n"),
    );
  });

  it("[PAIR-9] tells a failure from a result", () => {
    const failed: Part = {
      type: "tool-result",
      toolCallId: "c1",
      content: [{ type: "text", text: "No such city." }],
      isError: true,
    };
    expect(renderPrompt([said("tool", failed)], earlier)).toBe(
      '[tool]\n[error of weather c1 { "city": "Oslo" }]\nNo such city.',
    );
  });

  it("[PAIR-9] in one message keeps them apart from each other and from the words after them", () => {
    const png: ImagePart = {
      type: "image",
      source: { kind: "data", mediaType: "image/png", base64: "aGVsbG8=" },
    };
    const message = said(
      "user",
      result("c1", { type: "text", text: "cold" }, png),
      result("c2", png),
      text("And now?"),
    );
    expect(renderPrompt([message], earlier)).toBe(
      [
        '[result of weather c1 { "city": "Oslo" }]\ncold\n[image: image/png, 5 bytes]',
        '[result of weather c2 {"city": "Rome"}]\n[image: image/png, 5 bytes]',
        "And now?",
      ].join("\n\n"),
    );
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
      allowsParallelToolCalls: false,
      responseFormat: { type: "json-schema", name: "city", schema: { type: "object" } },
      parameters: { temperature: 0.5 },
    };
    expect(renderContext({ turnId: 7, request })).toBe(
      [
        "Question 7",
        "[system]\nBe kind.",
        "[developer]\nBe brief.",
        'Tools:\n- search: Finds.\n  {"type":"object"}\n- stop\n  {}',
        "The reply must call the tool search.",
        "A reply may call one tool at a time.",
        'The reply must be JSON that fits this schema (city):\n{"type":"object"}',
        "Parameters:\n- temperature: 0.5",
      ].join("\n\n"),
    );
  });

  it("[PAIR-10] has no system prompt and no parameters for whoever may not see them", () => {
    const request: TurnRequest = {
      ...REQUEST,
      messages: [said("system", text("Be kind.")), said("developer", text("Be brief."))],
      tools: [{ name: "stop" }],
      parameters: { temperature: 0.5 },
    };
    expect(renderContext({ turnId: 7, request, isHidden: true })).toBe(
      [
        "Question 7",
        "The system prompt and the parameters are not shown here.",
        "Tools:\n- stop\n  {}",
      ].join("\n\n"),
    );
  });

  it("[PAIR-10] says where there is none", () => {
    expect(renderContext({ turnId: 7, request: REQUEST })).toBe(
      "Question 7\n\nThere is no system prompt.\n\nThere are no tools.",
    );
    expect(renderContext(null)).toBe("Nobody has asked anything yet, so there is no context.");
    const request: TurnRequest = { ...REQUEST, responseFormat: { type: "json" } };
    expect(renderContext({ turnId: 7, request })).toContain("must be a JSON object");
  });

  it("[PAIR-10] is named, with every other command, in the help", () => {
    for (const name of ["context", "tool", "refuse", "error", "skip", "help"]) {
      expect(renderHelp(null)).toContain(`\n/${name}`);
    }
  });

  it("[PAIR-4] and the help name their question, so that the texts of two questions differ", () => {
    expect(renderContext({ turnId: 7, request: REQUEST })).toContain("Question 7");
    expect(renderHelp(7)).toBe(`${renderHelp(null)}\n\nYou are at question 7.`);
  });
});
