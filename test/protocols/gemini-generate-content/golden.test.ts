import { describe, expect, it } from "vitest";

import { invalidRequest } from "../../../src/core/api-error";
import type { ReplyEvent } from "../../../src/core/turn";
import type { ResponseContext } from "../../../src/protocols/codec";
import { geminiGenerateContent } from "../../../src/protocols/gemini-generate-content";
import { COPIES_CHARS_MAX } from "../../../src/protocols/shared/copy-budget";
import { publishedChunk } from "./published-schema";
import { readFrames, replyOf } from "./read-reply";

const STAMP = { responseId: "7f3a", createdAtMs: 1_790_000_000_999 };
const USAGE = { inputTokens: 12, outputTokens: 34 };
const FINISH: ReplyEvent = { type: "finish", finishReason: "stop" };
const CALL: ReplyEvent = {
  type: "tool-call",
  toolCallId: "call_9",
  toolName: "get_weather",
  input: '{"b": 2,  "a":1.0}',
};
const CALL_PART = '{"functionCall":{"id":"call_9","name":"get_weather","args":{"b": 2,  "a":1.0}}}';
const TAIL =
  '"modelVersion":"a-session","createTime":"2026-09-21T14:13:20.999Z","responseId":"7f3a"}';

function wireUsage(candidatesTokens: number): string {
  return `"usageMetadata":{"promptTokenCount":12,"candidatesTokenCount":${candidatesTokens},"totalTokenCount":${12 + candidatesTokens}},`;
}

const text = (piece: string): ReplyEvent => ({ type: "text-delta", text: piece });
const refusal = (piece: string): ReplyEvent => ({ type: "refusal-delta", text: piece });

function contextWith(options: ResponseContext["options"]): ResponseContext {
  return { model: "a-session", isStream: true, inputTokens: 12, options };
}

function encodeWhole(events: readonly ReplyEvent[], options: ResponseContext["options"] = {}) {
  return geminiGenerateContent.encodeResponse(events, USAGE, contextWith(options), STAMP);
}

function encoderWith(options: ResponseContext["options"] = {}) {
  return geminiGenerateContent.createStreamEncoder(contextWith(options), STAMP);
}

function encodeStream(events: readonly ReplyEvent[], options: ResponseContext["options"] = {}) {
  const encoder = encoderWith(options);
  return encoder.start() + events.map((event) => encoder.push(event, USAGE)).join("");
}

function body(parts: string, reason?: string): string {
  const end = reason === undefined ? "" : `"finishReason":"${reason}",`;
  const usage = reason === undefined ? "" : wireUsage(34);
  return `{"candidates":[{"content":{"parts":${parts},"role":"model"},${end}"index":0}],${usage}${TAIL}`;
}

function greeting(index: number, end = ""): string {
  return `{"content":{"parts":[{"text":"Hi"}],"role":"model"},${end}"index":${index}}`;
}

const EMPTY = '[{"text":""}]';
const frame = (parts: string, reason?: string): string => `data: ${body(parts, reason)}\n\n`;

describe("whole responses, to the byte", () => {
  it("encodes a text", () => {
    expect(encodeWhole([text("Hi \t"), FINISH])).toBe(body('[{"text":"Hi \\t"}]', "STOP"));
  });

  it("joins texts that stand together", () => {
    expect(encodeWhole([text("one "), text("two"), FINISH])).toBe(
      body('[{"text":"one two"}]', "STOP"),
    );
  });

  it("encodes a reply without any part as an empty text, or the vendor's chat would forget it", () => {
    expect(encodeWhole([FINISH])).toBe(body(EMPTY, "STOP"));
  });

  it("encodes a call with the text of its arguments as it was written", () => {
    expect(encodeWhole([CALL, { type: "finish", finishReason: "tool-calls" }])).toBe(
      body(`[${CALL_PART}]`, "STOP"),
    );
  });

  it("keeps texts and calls in their order", () => {
    const second: ReplyEvent = { ...CALL, toolCallId: "call_10", toolName: "now", input: " " };
    expect(encodeWhole([text("First"), CALL, second, text("done."), FINISH])).toBe(
      body(
        `[{"text":"First"},${CALL_PART},{"functionCall":{"id":"call_10","name":"now","args":{}}},{"text":"done."}]`,
        "STOP",
      ),
    );
  });

  it.each([
    ["a list", "[1, 2]", '{"input":"[1, 2]"}'],
    ["no JSON", '{"a":', '{"input":"{\\"a\\":"}'],
    ["JSON too deep", "{}".padStart(300, '{"a":'), null],
    ["several lines", '{\r\n  "a": 12345678901234567890\n}', '{   "a": 12345678901234567890 }'],
  ])("carries arguments that are %s", (_, input, args) => {
    const [part] = (
      JSON.parse(encodeWhole([{ ...CALL, input }, FINISH])) as {
        candidates: [{ content: { parts: [{ functionCall: { args: unknown } }] } }];
      }
    ).candidates[0].content.parts;
    if (args === null) expect(part.functionCall.args).toEqual({ input });
    else expect(encodeWhole([{ ...CALL, input }, FINISH])).toContain(`"args":${args}}`);
  });

  it("says a refusal as text", () => {
    expect(encodeWhole([text("Hm."), refusal("I will not."), FINISH])).toBe(
      body('[{"text":"Hm.I will not."}]', "STOP"),
    );
  });

  it("repeats the one reply for every candidate and counts the tokens of each", () => {
    expect(encodeWhole([text("Hi"), FINISH], { candidateCount: 2 })).toBe(
      `{"candidates":[${greeting(0, '"finishReason":"STOP",')},${greeting(1, '"finishReason":"STOP",')}],${wireUsage(68)}${TAIL}`,
    );
  });

  it("[PAIR-19] leaves out the copies of a reply that would be too large", () => {
    const large = "x".repeat(COPIES_CHARS_MAX / 2);
    const { candidates } = JSON.parse(
      encodeWhole([text(large), FINISH], { candidateCount: 2 }),
    ) as { candidates: { content: { parts: { text: string }[] }; finishReason: string }[] };
    expect(
      candidates.map(({ content, finishReason }) => [content.parts[0]?.text.length, finishReason]),
    ).toEqual([
      [large.length, "STOP"],
      [0, "MAX_TOKENS"],
    ]);
  });
});

describe("streams, to the byte", () => {
  it("encodes a text, and the end with its reason and usage", () => {
    expect(encodeStream([text("Hi 👋"), text(""), FINISH])).toBe(
      `${frame('[{"text":"Hi 👋"}]')}${frame(EMPTY, "STOP")}`,
    );
  });

  it("encodes each call as a chunk", () => {
    const second: ReplyEvent = { ...CALL, toolCallId: "call_10", toolName: "now", input: "{}" };
    expect(encodeStream([CALL, second, { type: "finish", finishReason: "tool-calls" }])).toBe(
      `${frame(`[${CALL_PART}]`)}${frame('[{"functionCall":{"id":"call_10","name":"now","args":{}}}]')}${frame(EMPTY, "STOP")}`,
    );
  });

  it("says a refusal as text", () => {
    expect(encodeStream([refusal("I will not."), FINISH])).toBe(
      `${frame('[{"text":"I will not."}]')}${frame(EMPTY, "STOP")}`,
    );
  });

  it("ends at a stop sequence, and sends what was held back before a call", () => {
    const options = { stopSequences: ["END"] };
    const events = [text("One E"), CALL, text("two EN"), text("D three"), FINISH];
    expect(encodeStream(events, options)).toBe(
      `${frame('[{"text":"One "}]')}${frame(`[{"text":"E"},${CALL_PART}]`)}${frame('[{"text":"two "}]')}${frame(EMPTY, "STOP")}`,
    );
    expect(encodeWhole(events, options)).toBe(
      body(`[{"text":"One E"},${CALL_PART},{"text":"two "}]`, "STOP"),
    );
  });

  it.each([
    ["length", [], "MAX_TOKENS"],
    ["length", ["END"], "STOP"],
    ["content-filter", [], "SAFETY"],
  ] as const)("maps the reason %s with the stop sequences %j to %s", (reason, stop, word) => {
    const events: ReplyEvent[] = [text("It ENDs"), { type: "finish", finishReason: reason }];
    const options = { stopSequences: [...stop] };
    expect(encodeStream(events, options)).toContain(`"finishReason":"${word}"`);
    expect(encodeWhole(events, options)).toContain(`"finishReason":"${word}"`);
  });

  it("sends all candidates in one chunk, as the vendor's SDK reads the first of each", () => {
    expect(encodeStream([text("Hi")], { candidateCount: 2 })).toBe(
      `data: {"candidates":[${greeting(0)},${greeting(1)}],${TAIL}\n\n`,
    );
  });

  it("cuts a long text into lines that every client can read, with all candidates in each", () => {
    const long = "\u0001".repeat(20_000);
    const stream = encodeStream([text(long), FINISH], { candidateCount: 8 });
    const lines = stream.split("\n");
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThan(128 * 1024);
    const chunks = readFrames(stream).map((data) => publishedChunk.parse(JSON.parse(data)));
    for (const index of [0, 7]) expect(replyOf(chunks, index).text).toBe(long);
  });

  it("[PAIR-19] leaves out the copies of a reply that would be too large, from its beginning on", () => {
    const large = "x".repeat(COPIES_CHARS_MAX / 2);
    const stream = encodeStream([text(large), FINISH], { candidateCount: 2 });
    const chunks = readFrames(stream).map((data) => publishedChunk.parse(JSON.parse(data)));
    const replies = [0, 1].map((index) => replyOf(chunks, index));
    expect(replies.map(({ text: said, finishReason }) => [said.length, finishReason])).toEqual([
      [large.length, "STOP"],
      [0, "MAX_TOKENS"],
    ]);
  });

  it("keeps the connection alive with blanks before the next event, on a line that was begun for it", () => {
    const encoder = encoderWith();
    const bytes = [
      encoder.start(),
      encoder.heartbeat(),
      encoder.noOpEvent(),
      encoder.heartbeat(),
      encoder.heartbeat(),
      encoder.push(text("Hi"), USAGE),
      encoder.push(FINISH, USAGE),
    ];
    expect(bytes).toEqual([
      "data: ",
      " ",
      `${body(EMPTY)}\n\n`,
      "data: ",
      " ",
      `${body('[{"text":"Hi"}]')}\n\n`,
      frame(EMPTY, "STOP"),
    ]);
  });

  it("escapes the separators that some clients take for line ends, in arguments too", () => {
    const call: ReplyEvent = { ...CALL, input: '{"a":"b\u2028c"}' };
    const stream = encodeStream([text("a\u2028b\u2029c\u0085d"), call, FINISH]);
    expect(stream).toContain('{"text":"a\\u2028b\\u2029c\\u0085d"}');
    expect(stream).toContain('"args":{"a":"b\\u2028c"}');
  });

  it("ends with an error", () => {
    const encoder = encoderWith();
    const error = invalidRequest("turn_timeout", "Nobody answered.");
    expect(encoder.start() + encoder.error(error)).toBe(
      'data: {"error":{"code":400,"message":"Nobody answered.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"TURN_TIMEOUT","domain":"motive-proxy"}]}}\n\n',
    );
  });
});

describe("streams as a JSON array, to the byte", () => {
  const options = { framing: "json-array" };

  it("have their elements one by one", () => {
    const encoder = encoderWith(options);
    expect([
      encoder.start(),
      encoder.heartbeat(),
      encoder.push(text("Hi"), USAGE),
      encoder.heartbeat(),
      encoder.noOpEvent(),
      encoder.push(FINISH, USAGE),
    ]).toEqual([
      "[",
      " ",
      `${body('[{"text":"Hi"}]')}\n`,
      " ",
      `,${body(EMPTY)}\n`,
      `,${body(EMPTY, "STOP")}\n]`,
    ]);
  });

  it("end with an error as the last element, even if it is the first", () => {
    const error = invalidRequest("turn_timeout", "Nobody answered.");
    const first = encoderWith(options);
    const second = encoderWith(options);
    second.push(text("Hi"), USAGE);
    expect(JSON.parse(first.start() + first.error(error))).toEqual([
      { error: expect.objectContaining({ code: 400 }) as object },
    ]);
    expect(second.error(error)).toMatch(/^,\{"error":\{"code":400,.*\}\}\n\]$/);
  });

  it("are JSON, and events only where they were asked for", () => {
    const codec = geminiGenerateContent;
    expect(codec.streamContentType(contextWith(options))).toBe("application/json");
    expect(codec.streamContentType(contextWith({}))).toMatch(/^text\/event-stream/);
  });
});

describe("errors, to the byte", () => {
  it("encodes a fault of the request, with its place and the request's id", () => {
    expect(
      geminiGenerateContent.encodeError(
        invalidRequest("invalid_type", "Wrong.", "contents[0].role"),
        "request-1",
      ),
    ).toEqual({
      status: 400,
      headers: { "content-type": "application/json", "x-should-retry": "false" },
      body: '{"error":{"code":400,"message":"Wrong.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"INVALID_TYPE","domain":"motive-proxy"},{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"contents[0].role","description":"Wrong."}]},{"@type":"type.googleapis.com/google.rpc.RequestInfo","requestId":"request-1"}]}}',
    });
  });

  it("encodes a limit that clears by itself with the time to wait", () => {
    const { headers, body: text429 } = geminiGenerateContent.encodeError(
      {
        kind: "rate-limit",
        status: 429,
        code: "too_many_open_turns",
        message: "Wait.",
        param: null,
        retryAfterSeconds: 5,
      },
      "request-1",
    );
    expect(headers).toEqual({ "content-type": "application/json", "retry-after": "5" });
    expect(text429).toContain(
      '{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"5s"}',
    );
  });

  it.each([
    [400, "INVALID_ARGUMENT"],
    [401, "UNAUTHENTICATED"],
    [403, "PERMISSION_DENIED"],
    [404, "NOT_FOUND"],
    [405, "UNIMPLEMENTED"],
    [408, "DEADLINE_EXCEEDED"],
    [409, "ABORTED"],
    [413, "INVALID_ARGUMENT"],
    [418, "INVALID_ARGUMENT"],
    [429, "RESOURCE_EXHAUSTED"],
    [499, "CANCELLED"],
    [500, "INTERNAL"],
    [501, "UNIMPLEMENTED"],
    [503, "UNAVAILABLE"],
    [504, "DEADLINE_EXCEEDED"],
    [529, "UNAVAILABLE"],
  ])("maps the status %d to %s", (status, word) => {
    const error = { ...invalidRequest("some_code", "m"), status };
    const encoded = JSON.parse(geminiGenerateContent.encodeError(error, "r").body) as object;
    expect(encoded).toMatchObject({ error: { code: status, status: word } });
  });
});

it("counts tokens", () => {
  expect(geminiGenerateContent.encodeTokenCount?.(31)).toBe('{"totalTokens":31}');
});
