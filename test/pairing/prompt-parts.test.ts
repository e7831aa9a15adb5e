import { describe, expect, it } from "vitest";
import { digestRequest } from "../../src/core/digest";
import { hashText } from "../../src/core/hash-text";
import type { Message, Part } from "../../src/core/message";
import type { TurnRequest } from "../../src/core/turn";
import { estimateInputTokens } from "../../src/core/usage";
import { renderPrompt } from "../../src/pairing/prompt";

const assistant = (...parts: Part[]): Message => ({ role: "assistant", parts });
const text = (words: string): Part => ({ type: "text", text: words });
const thinking = (words: string): Part => ({ type: "thinking", text: words });

function requestWith(...messages: Message[]): TurnRequest {
  return {
    messages,
    tools: [],
    toolChoice: { type: "auto" },
    allowsParallelToolCalls: true,
    responseFormat: { type: "text" },
    parameters: {},
    unknownFields: {},
  };
}

function digest(message: Message) {
  return digestRequest(requestWith(message), "raw", hashText);
}

function resultOf(isError: boolean): Message {
  const content = [{ type: "text" as const, text: "No dice." }];
  const result: Part = { type: "tool-result", toolCallId: "call_1", toolName: "roll", content };
  return { role: "tool", parts: [isError ? { ...result, isError } : result] };
}

describe("what a model thought", () => {
  const thoughtful = assistant(thinking("Should I?"), text("Yes."), thinking("I should."));
  const plain = assistant(text("Yes."));

  it("[PAIR-9] is not shown as something said", () => {
    expect(renderPrompt([thoughtful])).toBe(renderPrompt([plain]));
  });

  it("[PAIR-4] makes no other message of it, though it is kept", () => {
    const { messages, ...others } = digest(thoughtful);
    const { messages: plainMessages, ...plainOthers } = digest(plain);
    expect(others).toEqual(plainOthers);
    expect(messages[0]?.text).toBe(plainMessages[0]?.text);
    expect(messages[0]?.content).not.toBe(plainMessages[0]?.content);
  });

  it("counts as tokens of the request", () => {
    const [long, short] = [requestWith(thoughtful), requestWith(plain)].map(estimateInputTokens);
    expect(long).toBeGreaterThan(short ?? 0);
  });
});

describe("the result of a call that failed", () => {
  it("[PAIR-9] is shown as an error, and is another result to the digests", () => {
    expect(renderPrompt([resultOf(true)])).toBe("[tool]\n[error of roll call_1]\nNo dice.");
    expect(renderPrompt([resultOf(false)])).toBe("[tool]\n[result of roll call_1]\nNo dice.");
    expect(digest(resultOf(true)).canonical).not.toBe(digest(resultOf(false)).canonical);
  });
});
