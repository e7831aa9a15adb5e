import { describe, expect, it } from "vitest";

import { invalidRequest } from "../../../src/core/api-error";
import type { ReplyEvent } from "../../../src/core/turn";
import type { ResponseContext } from "../../../src/protocols/codec";
import { openAiChat } from "../../../src/protocols/openai-chat";

const REQUEST_ID = "request-1";
const STAMP = { responseId: "7f3a", createdAtMs: 1_790_000_000_999 };
const USAGE = { inputTokens: 12, outputTokens: 34 };
const FINISH: ReplyEvent = { type: "finish", finishReason: "stop" };
const CALL: ReplyEvent = {
  type: "tool-call",
  toolCallId: "call_9",
  toolName: "get_weather",
  input: '{"b": 2,  "a":1.0}',
};

const HEAD =
  '"id":"chatcmpl-7f3a","object":"chat.completion","created":1790000000,"model":"a-session"';
const CHUNK_HEAD = HEAD.replace("chat.completion", "chat.completion.chunk");

function wireUsage(completionTokens: number): string {
  return (
    `"usage":{"prompt_tokens":12,"completion_tokens":${completionTokens},"total_tokens":${12 + completionTokens},` +
    '"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},' +
    '"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,' +
    '"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}'
  );
}

function contextWith(options: ResponseContext["options"]): ResponseContext {
  return { model: "a-session", isStream: true, inputTokens: 12, options };
}

function encodeWhole(events: readonly ReplyEvent[], options: ResponseContext["options"] = {}) {
  return openAiChat.encodeResponse(events, USAGE, contextWith(options), STAMP);
}

function encodeStream(events: readonly ReplyEvent[], options: ResponseContext["options"] = {}) {
  const encoder = openAiChat.createStreamEncoder(contextWith(options), STAMP);
  return encoder.start() + events.map((event) => encoder.push(event, USAGE)).join("");
}

function frame(delta: string, finishReason = "null", index = 0, tail = ""): string {
  return `data: {${CHUNK_HEAD},"choices":[{"index":${index},"delta":${delta},"logprobs":null,"finish_reason":${finishReason}}]${tail}}\n\n`;
}

const ROLE = '{"role":"assistant","content":"","refusal":null}';
const LONG = "x".repeat(40_000);
const DONE = "data: [DONE]\n\n";

const choice = (index: number): string =>
  `{"index":${index},"message":{"role":"assistant","content":"Hi","refusal":null},"logprobs":null,"finish_reason":"stop"}`;

describe("whole responses, to the byte", () => {
  it("encodes a text", () => {
    expect(encodeWhole([{ type: "text-delta", text: "Hi \t" }, FINISH])).toBe(
      `{${HEAD},"choices":[{"index":0,"message":{"role":"assistant","content":"Hi \\t","refusal":null},"logprobs":null,"finish_reason":"stop"}],${wireUsage(34)}}`,
    );
  });

  it("joins several text parts without a separator", () => {
    const events: ReplyEvent[] = [
      { type: "text-delta", text: "one " },
      { type: "text-delta", text: "two" },
      FINISH,
    ];
    expect(encodeWhole(events)).toContain('"content":"one two"');
  });

  it("encodes a reply without any part as an empty text", () => {
    expect(encodeWhole([FINISH])).toContain('{"role":"assistant","content":"","refusal":null}');
  });

  it("encodes a tool call with a null content and the arguments as written", () => {
    expect(encodeWhole([CALL, { type: "finish", finishReason: "tool-calls" }])).toBe(
      `{${HEAD},"choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"call_9","type":"function","function":{"name":"get_weather","arguments":"{\\"b\\": 2,  \\"a\\":1.0}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],${wireUsage(34)}}`,
    );
  });

  it("keeps a text beside tool calls", () => {
    const whole = encodeWhole([{ type: "text-delta", text: "One moment." }, CALL, FINISH]);
    expect(whole).toContain('"content":"One moment.","refusal":null,"tool_calls":[');
    expect(whole).toContain('"finish_reason":"tool_calls"');
  });

  it("ends with stop where the reason says tool calls and there are none", () => {
    const events: ReplyEvent[] = [
      { type: "text-delta", text: "No." },
      { type: "finish", finishReason: "tool-calls" },
    ];
    expect(encodeWhole(events)).toContain('"finish_reason":"stop"');
  });

  it("encodes a refusal with a null content", () => {
    expect(encodeWhole([{ type: "refusal-delta", text: "I will not." }, FINISH])).toBe(
      `{${HEAD},"choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"I will not."},"logprobs":null,"finish_reason":"stop"}],${wireUsage(34)}}`,
    );
  });

  it("answers legacy functions with function_call", () => {
    expect(encodeWhole([CALL, FINISH], { isLegacyFunctions: true })).toContain(
      '"content":null,"refusal":null,"function_call":{"name":"get_weather","arguments":"{\\"b\\": 2,  \\"a\\":1.0}"}},"logprobs":null,"finish_reason":"function_call"',
    );
  });

  it("repeats the one reply n times and counts the tokens of each", () => {
    const whole = encodeWhole([{ type: "text-delta", text: "Hi" }, FINISH], { choiceCount: 3 });
    expect(whole).toBe(
      `{${HEAD},"choices":[${choice(0)},${choice(1)},${choice(2)}],${wireUsage(102)}}`,
    );
  });

  it("names the service tier only where the request did", () => {
    expect(encodeWhole([FINISH], { echoesServiceTier: true })).toContain(
      `${HEAD},"service_tier":"default",`,
    );
    expect(encodeWhole([FINISH])).not.toContain("service_tier");
  });
});

describe("streams, to the byte", () => {
  it("encodes a text", () => {
    expect(
      encodeStream([
        { type: "text-delta", text: "Hi 👋" },
        { type: "text-delta", text: "" },
        FINISH,
      ]),
    ).toBe(frame(ROLE) + frame('{"content":"Hi 👋"}') + frame("{}", '"stop"') + DONE);
  });

  it("encodes tool calls as an opening and its arguments", () => {
    const second: ReplyEvent = { ...CALL, toolCallId: "call_10", toolName: "now", input: "" };
    expect(encodeStream([CALL, second, { type: "finish", finishReason: "tool-calls" }])).toBe(
      frame(ROLE) +
        frame(
          '{"tool_calls":[{"index":0,"id":"call_9","type":"function","function":{"name":"get_weather","arguments":""}}]}',
        ) +
        frame(
          '{"tool_calls":[{"index":0,"function":{"arguments":"{\\"b\\": 2,  \\"a\\":1.0}"}}]}',
        ) +
        frame(
          '{"tool_calls":[{"index":1,"id":"call_10","type":"function","function":{"name":"now","arguments":""}}]}',
        ) +
        frame("{}", '"tool_calls"') +
        DONE,
    );
  });

  it("encodes a refusal", () => {
    expect(encodeStream([{ type: "refusal-delta", text: "I will not." }, FINISH])).toBe(
      frame(ROLE) + frame('{"refusal":"I will not."}') + frame("{}", '"stop"') + DONE,
    );
  });

  it("answers legacy functions with function_call deltas", () => {
    expect(encodeStream([CALL, FINISH], { isLegacyFunctions: true })).toBe(
      frame(ROLE) +
        frame('{"function_call":{"name":"get_weather","arguments":""}}') +
        frame('{"function_call":{"arguments":"{\\"b\\": 2,  \\"a\\":1.0}"}}') +
        frame("{}", '"function_call"') +
        DONE,
    );
  });

  it("sends the first of several calls to a legacy client, whose field has room for one", () => {
    const second: ReplyEvent = { ...CALL, toolCallId: "call_10", toolName: "now" };
    const options = { isLegacyFunctions: true };
    expect(encodeStream([CALL, second, FINISH], options)).toBe(
      encodeStream([CALL, FINISH], options),
    );
    expect(encodeWhole([CALL, second, FINISH], options)).toBe(encodeWhole([CALL, FINISH], options));
  });

  it("keeps the halves of a character in a refusal together, and loses no half that stays alone", () => {
    const refusals = ["No \ud83d", "\ude00", "\ud83d"].map((text): ReplyEvent => ({
      type: "refusal-delta",
      text,
    }));
    expect(encodeStream([...refusals, FINISH])).toBe(
      frame(ROLE) +
        frame('{"refusal":"No "}') +
        frame('{"refusal":"😀"}') +
        frame('{"refusal":"\\ud83d"}') +
        frame("{}", '"stop"') +
        DONE,
    );
  });

  it("sends one choice per chunk where n is above 1", () => {
    expect(encodeStream([{ type: "text-delta", text: "Hi" }, FINISH], { choiceCount: 2 })).toBe(
      frame(ROLE) +
        frame(ROLE, "null", 1) +
        frame('{"content":"Hi"}') +
        frame('{"content":"Hi"}', "null", 1) +
        frame("{}", '"stop"') +
        frame("{}", '"stop"', 1) +
        DONE,
    );
  });

  it("sends usage once, before the end, and null in every other chunk, where it was asked for", () => {
    const none = ',"usage":null';
    expect(
      encodeStream([{ type: "text-delta", text: "Hi" }, FINISH], { includesUsage: true }),
    ).toBe(
      frame(ROLE, "null", 0, none) +
        frame('{"content":"Hi"}', "null", 0, none) +
        frame("{}", '"stop"', 0, none) +
        `data: {${CHUNK_HEAD},"choices":[],${wireUsage(34)}}\n\n` +
        DONE,
    );
  });

  it("keeps the connection alive with a comment, and with an empty delta for clients that count events", () => {
    const encoder = openAiChat.createStreamEncoder(contextWith({}), STAMP);
    expect([encoder.start(), encoder.heartbeat(), encoder.noOpEvent()]).toEqual([
      frame(ROLE),
      ": keep-alive\n\n",
      frame('{"content":""}'),
    ]);
  });

  it.each([
    ["a refusal", { type: "refusal-delta", text: LONG }, {}, /"refusal":"(x+)"/g],
    ["arguments", { ...CALL, input: LONG }, {}, /"function":\{"arguments":"(x+)"/g],
    [
      "a legacy function's arguments",
      { ...CALL, input: LONG },
      { isLegacyFunctions: true },
      /"function_call":\{"arguments":"(x+)"/g,
    ],
  ] as const)("cuts %s into lines that every client can read", (_, event, options, pattern) => {
    const pieces = [...encodeStream([event, FINISH], options).matchAll(pattern)];
    expect(pieces.map(([, piece]) => piece?.length)).toEqual([16_384, 16_384, 7_232]);
  });

  it("escapes the separators that some clients take for line ends", () => {
    expect(
      encodeStream([{ type: "text-delta", text: "a\u2028b\u2029c\u0085d" }, FINISH]),
    ).toContain('{"content":"a\\u2028b\\u2029c\\u0085d"}');
  });

  it("ends with an error and the end mark", () => {
    const encoder = openAiChat.createStreamEncoder(contextWith({}), STAMP);
    expect(encoder.error(invalidRequest("turn_timeout", "Nobody answered."))).toBe(
      `data: {"error":{"message":"Nobody answered.","type":"invalid_request_error","param":null,"code":"turn_timeout"}}\n\n${DONE}`,
    );
  });
});

describe("errors, to the byte", () => {
  it("encodes a fault of the request and tells the SDKs not to repeat it", () => {
    expect(
      openAiChat.encodeError(
        invalidRequest("invalid_type", "Wrong.", "messages[0].role"),
        REQUEST_ID,
      ),
    ).toEqual({
      status: 400,
      headers: { "content-type": "application/json", "x-should-retry": "false" },
      body: '{"error":{"message":"Wrong.","type":"invalid_request_error","param":"messages[0].role","code":"invalid_type"}}',
    });
  });

  it("encodes a limit that clears by itself with the time to wait", () => {
    const error = {
      kind: "rate-limit",
      status: 429,
      code: "too_many_open_turns",
      message: "Wait.",
      param: null,
    } as const;
    expect(openAiChat.encodeError({ ...error, retryAfterSeconds: 5 }, REQUEST_ID)).toEqual({
      status: 429,
      headers: { "content-type": "application/json", "retry-after": "5" },
      body: '{"error":{"message":"Wait.","type":"requests","param":null,"code":"too_many_open_turns"}}',
    });
  });

  it.each([
    ["authentication", "authentication_error"],
    ["permission", "permission_error"],
    ["not-found", "not_found_error"],
    ["method-not-allowed", "invalid_request_error"],
    ["too-large", "invalid_request_error"],
    ["unavailable", "server_error"],
    ["internal", "server_error"],
  ] as const)("maps the kind %s to the type %s", (kind, type) => {
    const { body } = openAiChat.encodeError(
      { kind, status: 500, code: "c", message: "m", param: null },
      REQUEST_ID,
    );
    expect(JSON.parse(body)).toEqual({ error: { message: "m", type, param: null, code: "c" } });
  });
});
