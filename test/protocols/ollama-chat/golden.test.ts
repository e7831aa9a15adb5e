import { describe, expect, it } from "vitest";

import { invalidRequest } from "../../../src/core/api-error";
import type { ReplyEvent } from "../../../src/core/turn";
import type { ResponseContext } from "../../../src/protocols/codec";
import { ollamaChat } from "../../../src/protocols/ollama-chat";

const STAMP = { responseId: "7f3a", createdAtMs: 1_790_000_000_999 };
const USAGE = { inputTokens: 12, outputTokens: 34 };
const FINISH: ReplyEvent = { type: "finish", finishReason: "stop" };
const CALL = {
  type: "tool-call",
  toolCallId: "call_9",
  toolName: "get_weather",
  input: '{"b": 2,  "a":1.0}',
} as const satisfies ReplyEvent;

const HEAD = '"model":"a-session:latest","created_at":"2026-09-21T14:13:20.999Z"';
const COUNTS =
  '"total_duration":0,"load_duration":0,"prompt_eval_count":12,"prompt_eval_duration":0,"eval_count":34,"eval_duration":0';
const WIRE_CALL =
  '{"id":"call_9","function":{"index":0,"name":"get_weather","arguments":{"b": 2,  "a":1.0}}}';

function contextWith(options: ResponseContext["options"]): ResponseContext {
  return { model: "a-session:latest", isStream: true, inputTokens: 12, options };
}

function encodeWhole(events: readonly ReplyEvent[], options: ResponseContext["options"] = {}) {
  return ollamaChat.encodeResponse(events, USAGE, contextWith(options), STAMP);
}

function encodeStream(events: readonly ReplyEvent[], options: ResponseContext["options"] = {}) {
  const encoder = ollamaChat.createStreamEncoder(contextWith(options), STAMP);
  return encoder.start() + events.map((event) => encoder.push(event, USAGE)).join("");
}

function text(value: string): ReplyEvent {
  return { type: "text-delta", text: value };
}

function whole(message: string, doneReason = "stop"): string {
  return `{${HEAD},"message":{"role":"assistant",${message}},"done":true,"done_reason":"${doneReason}",${COUNTS}}`;
}

function line(message: string): string {
  return `{${HEAD},"message":{"role":"assistant",${message}},"done":false}\n`;
}

const START = line('"content":""');
const END = `${whole('"content":""')}\n`;

describe("whole responses, to the byte", () => {
  it("encodes a text", () => {
    expect(encodeWhole([text("Hi "), text("there \t"), FINISH])).toBe(
      whole('"content":"Hi there \\t"'),
    );
  });

  it("encodes a tool call with its arguments as written", () => {
    expect(encodeWhole([CALL, { type: "finish", finishReason: "tool-calls" }])).toBe(
      whole(`"content":"","tool_calls":[${WIRE_CALL}]`),
    );
  });

  it("keeps a text beside tool calls, and numbers these", () => {
    const second: ReplyEvent = { ...CALL, toolCallId: "call_10", toolName: "now", input: "" };
    expect(encodeWhole([text("One moment."), CALL, second, FINISH])).toBe(
      whole(
        `"content":"One moment.","tool_calls":[${WIRE_CALL},{"id":"call_10","function":{"index":1,"name":"now","arguments":{}}}]`,
      ),
    );
  });

  it("writes a refusal as text, as Ollama has no other place for it", () => {
    const refusal: ReplyEvent = { type: "refusal-delta", text: "I will not." };
    expect(encodeWhole([refusal, FINISH])).toBe(whole('"content":"I will not."'));
  });

  it("ends with length where the reply was cut, but not where a stop sequence cut it first", () => {
    const finish: ReplyEvent = { type: "finish", finishReason: "length" };
    expect(encodeWhole([text("Hi"), finish])).toBe(whole('"content":"Hi"', "length"));
    expect(encodeWhole([text("Hi END"), finish], { stopSequences: ["END"] })).toBe(
      whole('"content":"Hi "'),
    );
  });

  it("answers a load and an unload with an end and no counts", () => {
    for (const noTurnReason of ["load", "unload"]) {
      expect(
        ollamaChat.encodeResponse(
          [],
          { inputTokens: 0, outputTokens: 0 },
          contextWith({ noTurnReason }),
          STAMP,
        ),
      ).toBe(
        `{${HEAD},"message":{"role":"assistant","content":""},"done":true,"done_reason":"${noTurnReason}"}`,
      );
    }
  });
});

function argumentsOf(input: string): string {
  const found = /"arguments":(.*)\}\}\]/.exec(encodeWhole([{ ...CALL, input }, FINISH]));
  return found?.[1] ?? "";
}

describe("arguments that are no object", () => {
  it.each([
    ["nothing", "", "{}"],
    ["blanks", " \n", "{}"],
    ["a text", "Oslo", '{"input":"Oslo"}'],
    ["a list", "[1, 2]", '{"input":"[1, 2]"}'],
    ["an object that was cut", '{"city": "Os', '{"input":"{\\"city\\": \\"Os"}'],
  ])("stand in one: %s", (_, input, wire) => {
    expect(argumentsOf(input)).toBe(wire);
  });

  it("leave an object as it is: long numbers are not rounded, and its lines become one", () => {
    expect(argumentsOf('{\r\n  "id": 12345678901234567890,\n  "note": "a\\nb"\n}\n')).toBe(
      '{   "id": 12345678901234567890,   "note": "a\\nb" }',
    );
  });
});

describe("streams, to the byte", () => {
  it("encodes a text", () => {
    expect(encodeStream([text("Hi 👋"), text(""), FINISH])).toBe(
      START + line('"content":"Hi 👋"') + END,
    );
  });

  it("sends each tool call in a line of its own", () => {
    const second: ReplyEvent = { ...CALL, toolCallId: "call_10", toolName: "now", input: "{}" };
    expect(encodeStream([CALL, second, { type: "finish", finishReason: "tool-calls" }])).toBe(
      START +
        line(`"content":"","tool_calls":[${WIRE_CALL}]`) +
        line(
          '"content":"","tool_calls":[{"id":"call_10","function":{"index":1,"name":"now","arguments":{}}}]',
        ) +
        END,
    );
  });

  it("writes a refusal as text, after the text that a stop sequence held back", () => {
    const refusal: ReplyEvent = { type: "refusal-delta", text: "No." };
    expect(encodeStream([text("So E"), refusal, FINISH], { stopSequences: ["END"] })).toBe(
      START + line('"content":"So "') + line('"content":"ENo."') + END,
    );
  });

  it("cuts a long text into lines that every client can read, and within no character", () => {
    const long = `${"a".repeat(16_383)}👋${"\u0001".repeat(20_000)}`;
    const lines = encodeStream([text(long), FINISH]).split("\n");
    expect(lines.slice(1, 4).map((json) => JSON.parse(json).message.content.length)).toEqual([
      16_383, 16_384, 3_618,
    ]);
    expect(Math.max(...lines.map((json) => Buffer.byteLength(json)))).toBeLessThan(128 * 1024);
  });

  it("keeps the connection alive with a blank before the next line, and with an empty text", () => {
    const encoder = ollamaChat.createStreamEncoder(contextWith({}), STAMP);
    expect([encoder.start(), encoder.heartbeat(), encoder.noOpEvent()]).toEqual([
      START,
      " ",
      START,
    ]);
  });

  it("escapes the separators that Python takes for line ends", () => {
    expect(encodeStream([text("a\u2028b\u2029c\u0085d"), FINISH])).toContain(
      '"content":"a\\u2028b\\u2029c\\u0085d"',
    );
  });

  it("ends with an error", () => {
    const encoder = ollamaChat.createStreamEncoder(contextWith({}), STAMP);
    expect(encoder.error(invalidRequest("turn_timeout", "Nobody answered."))).toBe(
      '{"error":"Nobody answered."}\n',
    );
  });
});

describe("errors, to the byte", () => {
  it("encodes a fault of the request as a sentence", () => {
    expect(ollamaChat.encodeError(invalidRequest("invalid_type", "Wrong.", "format"), "1")).toEqual(
      {
        status: 400,
        headers: { "content-type": "application/json" },
        body: '{"error":"Wrong."}',
      },
    );
  });

  it("has the shape of every error below /api", () => {
    const { errorPaths } = ollamaChat;
    expect(
      ["/api", "/api/chat", "/api/tags", "/api/no/such"].map((path) => errorPaths.test(path)),
    ).toEqual([true, true, true, true]);
    expect(errorPaths.test("/apian")).toBe(false);
  });
});
