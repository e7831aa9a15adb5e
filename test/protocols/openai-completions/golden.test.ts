import { describe, expect, it } from "vitest";

import { invalidRequest } from "../../../src/core/api-error";
import type { ReplyEvent } from "../../../src/core/turn";
import type { ResponseContext } from "../../../src/protocols/codec";
import { openAiCompletions } from "../../../src/protocols/openai-completions";
import { COPIES_CHARS_MAX } from "../../../src/protocols/shared/copy-budget";
import { readResponse, readStream } from "./read-reply";

const STAMP = { responseId: "7f3a", createdAtMs: 1_790_000_000_999 };
const USAGE = { inputTokens: 12, outputTokens: 34 };
const FINISH: ReplyEvent = { type: "finish", finishReason: "stop" };
const REFUSAL: ReplyEvent = { type: "refusal-delta", text: "I will not." };
const CALL: ReplyEvent = {
  type: "tool-call",
  toolCallId: "call_9",
  toolName: "now",
  input: "{}",
};

const HEAD = '"id":"cmpl-7f3a","object":"text_completion","created":1790000000,"model":"a-session"';

function wireUsage(completionTokens: number): string {
  return `"usage":{"prompt_tokens":12,"completion_tokens":${completionTokens},"total_tokens":${12 + completionTokens}}`;
}

function contextWith(options: ResponseContext["options"]): ResponseContext {
  return { model: "a-session", isStream: true, inputTokens: 12, options };
}

function encodeWhole(events: readonly ReplyEvent[], options: ResponseContext["options"] = {}) {
  return openAiCompletions.encodeResponse(events, USAGE, contextWith(options), STAMP);
}

function encodeStream(events: readonly ReplyEvent[], options: ResponseContext["options"] = {}) {
  const encoder = openAiCompletions.createStreamEncoder(contextWith(options), STAMP);
  return encoder.start() + events.map((event) => encoder.push(event, USAGE)).join("");
}

function text(value: string): ReplyEvent {
  return { type: "text-delta", text: value };
}

function choice(value: string, finishReason = '"stop"', index = 0): string {
  return `{"text":${value},"index":${index},"logprobs":null,"finish_reason":${finishReason}}`;
}

function frame(value: string, finishReason = "null", index = 0, tail = ""): string {
  return `data: {${HEAD},"choices":[${choice(value, finishReason, index)}]${tail}}\n\n`;
}

const START = frame('""');
const DONE = "data: [DONE]\n\n";

describe("whole responses, to the byte", () => {
  it("encodes a text", () => {
    expect(encodeWhole([text("Hi "), text("there \t"), FINISH])).toBe(
      `{${HEAD},"choices":[${choice('"Hi there \\t"')}],${wireUsage(34)}}`,
    );
  });

  it("writes a refusal and tool calls as text, as there is no other place for them", () => {
    expect(encodeWhole([REFUSAL, CALL, { type: "finish", finishReason: "tool-calls" }])).toBe(
      `{${HEAD},"choices":[${choice('"I will not.\\n[tool call now call_9] {}"')}],${wireUsage(34)}}`,
    );
  });

  it("cuts at a stop sequence, and ends with stop then", () => {
    const events: ReplyEvent[] = [
      text("One EN"),
      text("D two"),
      { ...FINISH, finishReason: "length" },
    ];
    expect(encodeWhole(events, { stopSequences: ["END"] })).toContain(choice('"One "'));
    expect(encodeWhole(events)).toContain(choice('"One END two"', '"length"'));
  });

  it("repeats the one reply n times and counts the tokens of each", () => {
    expect(encodeWhole([text("Hi"), FINISH], { choiceCount: 2 })).toBe(
      `{${HEAD},"choices":[${choice('"Hi"')},${choice('"Hi"', '"stop"', 1)}],${wireUsage(68)}}`,
    );
  });

  it("has one copy alone where not all of them fit, whole and streamed", () => {
    const events = [text("x".repeat(COPIES_CHARS_MAX / 2 + 1)), FINISH];
    const options = { choiceCount: 2 };
    const whole = encodeWhole(events, options);
    const streamed = encodeStream(events, options);
    for (const [index, ending] of ["stop", "length"].entries()) {
      const reply = readResponse(whole, index);
      expect([reply.text.length > 0, reply.finishReason]).toEqual([index === 0, ending]);
      expect(readStream(streamed, index)).toEqual(reply);
    }
  });
});

describe("streams, to the byte", () => {
  it("encodes a text", () => {
    expect(encodeStream([text("Hi 👋"), text(""), FINISH])).toBe(
      START + frame('"Hi 👋"') + frame('""', '"stop"') + DONE,
    );
  });

  it("sends one choice per chunk where n is above 1", () => {
    expect(encodeStream([text("Hi"), FINISH], { choiceCount: 2 })).toBe(
      START +
        frame('""', "null", 1) +
        frame('"Hi"') +
        frame('"Hi"', "null", 1) +
        frame('""', '"stop"') +
        frame('""', '"stop"', 1) +
        DONE,
    );
  });

  it("sends usage once, before the end, and null in every other chunk, where it was asked for", () => {
    const none = ',"usage":null';
    expect(encodeStream([text("Hi"), FINISH], { includesUsage: true })).toBe(
      frame('""', "null", 0, none) +
        frame('"Hi"', "null", 0, none) +
        frame('""', '"stop"', 0, none) +
        `data: {${HEAD},"choices":[],${wireUsage(34)}}\n\n` +
        DONE,
    );
  });

  it("keeps the connection alive with a comment, and with an empty text for clients that count events", () => {
    const encoder = openAiCompletions.createStreamEncoder(contextWith({}), STAMP);
    expect([encoder.start(), encoder.heartbeat(), encoder.noOpEvent()]).toEqual([
      START,
      ": keep-alive\n\n",
      START,
    ]);
  });

  it("ends with an error and the end mark", () => {
    const encoder = openAiCompletions.createStreamEncoder(contextWith({}), STAMP);
    expect(encoder.error(invalidRequest("turn_timeout", "Nobody answered."))).toBe(
      `data: {"error":{"message":"Nobody answered.","type":"invalid_request_error","param":null,"code":"turn_timeout"}}\n\n${DONE}`,
    );
  });
});
