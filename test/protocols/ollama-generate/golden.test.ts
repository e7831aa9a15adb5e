import { describe, expect, it } from "vitest";

import { invalidRequest } from "../../../src/core/api-error";
import type { ReplyEvent } from "../../../src/core/turn";
import type { ResponseContext } from "../../../src/protocols/codec";
import { ollamaGenerate } from "../../../src/protocols/ollama-generate";

const STAMP = { responseId: "7f3a", createdAtMs: 1_790_000_000_999 };
const USAGE = { inputTokens: 12, outputTokens: 34 };
const FINISH: ReplyEvent = { type: "finish", finishReason: "stop" };
const CALL: ReplyEvent = {
  type: "tool-call",
  toolCallId: "call_9",
  toolName: "now",
  input: '{"a":1.0}',
};
const REFUSAL: ReplyEvent = { type: "refusal-delta", text: "I will not." };

const HEAD = '"model":"a-session","created_at":"2026-09-21T14:13:20.999Z"';
const COUNTS =
  '"total_duration":0,"load_duration":0,"prompt_eval_count":12,"prompt_eval_duration":0,"eval_count":34,"eval_duration":0';

function contextWith(options: ResponseContext["options"]): ResponseContext {
  return { model: "a-session", isStream: true, inputTokens: 12, options };
}

function encodeWhole(events: readonly ReplyEvent[], options: ResponseContext["options"] = {}) {
  return ollamaGenerate.encodeResponse(events, USAGE, contextWith(options), STAMP);
}

function encodeStream(events: readonly ReplyEvent[], options: ResponseContext["options"] = {}) {
  const encoder = ollamaGenerate.createStreamEncoder(contextWith(options), STAMP);
  return encoder.start() + events.map((event) => encoder.push(event, USAGE)).join("");
}

function text(value: string): ReplyEvent {
  return { type: "text-delta", text: value };
}

function whole(response: string, doneReason = "stop"): string {
  return `{${HEAD},"response":${response},"done":true,"done_reason":"${doneReason}","context":[],${COUNTS}}`;
}

function line(response: string): string {
  return `{${HEAD},"response":${response},"done":false}\n`;
}

const START = line('""');
const END = `${whole('""')}\n`;

describe("whole responses, to the byte", () => {
  it("encodes a text", () => {
    expect(encodeWhole([text("Hi "), text("there"), FINISH])).toBe(whole('"Hi there"'));
  });

  it("writes a refusal and tool calls as text, as there is no other place for them", () => {
    expect(encodeWhole([REFUSAL, CALL, CALL, text("So?"), FINISH])).toBe(
      whole(
        '"I will not.\\n[tool call now call_9] {\\"a\\":1.0}\\n[tool call now call_9] {\\"a\\":1.0}\\nSo?"',
      ),
    );
    expect(encodeWhole([CALL, FINISH])).toBe(whole('"[tool call now call_9] {\\"a\\":1.0}"'));
  });

  it("ends with length where the reply was cut", () => {
    expect(encodeWhole([text("Hi"), { type: "finish", finishReason: "length" }])).toBe(
      whole('"Hi"', "length"),
    );
  });

  it("cuts at a stop sequence, but no refusal", () => {
    expect(encodeWhole([text("One END two"), REFUSAL, FINISH], { stopSequences: ["END"] })).toBe(
      whole('"One I will not."'),
    );
  });

  it("answers a load and an unload with an end and no counts", () => {
    for (const noTurnReason of ["load", "unload"]) {
      expect(encodeWhole([], { noTurnReason })).toBe(
        `{${HEAD},"response":"","done":true,"done_reason":"${noTurnReason}"}`,
      );
    }
  });
});

describe("streams, to the byte", () => {
  it("encodes a text", () => {
    expect(encodeStream([text("Hi 👋"), text(""), FINISH])).toBe(START + line('"Hi 👋"') + END);
  });

  it("writes a refusal and a tool call as text", () => {
    expect(encodeStream([REFUSAL, CALL, FINISH])).toBe(
      START + line('"I will not."') + line('"\\n[tool call now call_9] {\\"a\\":1.0}"') + END,
    );
  });

  it("keeps the connection alive with a blank before the next line, and with an empty text", () => {
    const encoder = ollamaGenerate.createStreamEncoder(contextWith({}), STAMP);
    expect([encoder.start(), encoder.heartbeat(), encoder.noOpEvent()]).toEqual([
      START,
      " ",
      START,
    ]);
  });

  it("ends with an error", () => {
    const encoder = ollamaGenerate.createStreamEncoder(contextWith({}), STAMP);
    expect(encoder.error(invalidRequest("turn_timeout", "Nobody answered."))).toBe(
      '{"error":"Nobody answered."}\n',
    );
  });
});
