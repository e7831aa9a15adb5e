import { describe, expect, it } from "vitest";

import { invalidRequest, type ApiError } from "../../../src/core/api-error";
import type { ReplyEvent } from "../../../src/core/turn";
import type { ResponseContext } from "../../../src/protocols/codec";
import {
  encodeFailedResponse,
  encodeUnanswered,
  openAiResponses,
} from "../../../src/protocols/openai-responses";

const STAMP = { responseId: "0123456789abcdef0123456789abcdef", createdAtMs: 1_790_000_000_999 };
const USAGE = { inputTokens: 12, outputTokens: 34 };
const FINISH: ReplyEvent = { type: "finish", finishReason: "stop" };
const CALL: ReplyEvent = {
  type: "tool-call",
  toolCallId: "call_9",
  toolName: "get_weather",
  input: '{"b": 2,  "a":1.0}',
};
const CALL_FIELDS =
  '"arguments":"{\\"b\\": 2,  \\"a\\":1.0}","call_id":"call_9","name":"get_weather"';

const text = (words: string): ReplyEvent => ({ type: "text-delta", text: words });

function contextWith(options: ResponseContext["options"]): ResponseContext {
  return { model: "a-session", isStream: true, inputTokens: 12, options };
}

function encodeWhole(events: readonly ReplyEvent[], options: ResponseContext["options"] = {}) {
  return openAiResponses.encodeResponse(events, USAGE, contextWith(options), STAMP);
}

const USAGE_JSON =
  '{"input_tokens":12,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},' +
  '"output_tokens":34,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":46}';

interface Golden {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly details?: string;
  readonly usage?: string;
}

/** The response to a request that gave nothing but a model and an input. */
function responseJson({
  status,
  output = "",
  error = "null",
  details = "null",
  usage = "null",
}: Golden) {
  return (
    // The name `a-session` in base64url follows the unique part.
    '{"id":"resp_0123456789abcdef0123456789abcdefYS1zZXNzaW9u","object":"response",' +
    `"created_at":1790000000,"status":"${status}","background":false,"error":${error},` +
    `"incomplete_details":${details},"instructions":null,"max_output_tokens":null,"max_tool_calls":null,` +
    `"model":"a-session","output":[${output}],"parallel_tool_calls":true,"previous_response_id":null,` +
    '"reasoning":{"effort":null,"summary":null},"store":true,"temperature":null,' +
    '"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_logprobs":0,"top_p":null,' +
    `"truncation":"disabled","usage":${usage},"user":null,"metadata":{}}`
  );
}

const completed = (output: string) =>
  responseJson({ status: "completed", output, usage: USAGE_JSON });

const MESSAGE_ID = "msg_0123456789abcdef0123456789abcdef_0";
const CALL_ID = "fc_0123456789abcdef0123456789abcdef_0";
const textPart = (words: string) =>
  `{"type":"output_text","annotations":[],"logprobs":[],"text":"${words}"}`;
const message = (content: string, status = "completed") =>
  `{"id":"${MESSAGE_ID}","type":"message","status":"${status}","content":[${content}],"role":"assistant"}`;
const callItem = (id: string) =>
  `{"id":"${id}","type":"function_call","status":"completed",${CALL_FIELDS}}`;

const callOf = (toolName: string, input: string): ReplyEvent => ({
  type: "tool-call",
  toolCallId: "call_9",
  toolName,
  input,
});
const customItem = (index: number, input: string) =>
  `{"id":"ctc_0123456789abcdef0123456789abcdef_${index}","type":"custom_tool_call","status":"completed","call_id":"call_9","name":"apply_patch","input":"${input}"}`;

describe("whole responses, to the byte", () => {
  it("encodes a text", () => {
    expect(encodeWhole([text("Hi \t"), FINISH])).toBe(completed(message(textPart("Hi \\t"))));
  });

  it("joins the pieces of a text, and keeps a refusal beside it", () => {
    const events = [text("one "), text("two"), { type: "refusal-delta", text: "No." } as const];
    expect(encodeWhole([...events, FINISH])).toBe(
      completed(message(`${textPart("one two")},{"type":"refusal","refusal":"No."}`)),
    );
  });

  it("encodes a reply without any part as an empty text", () => {
    expect(encodeWhole([FINISH])).toBe(completed(message(textPart(""))));
  });

  it("encodes tool calls as items of their own, with the arguments as written", () => {
    const second = CALL_ID.replace(/0$/, "1");
    expect(encodeWhole([CALL, CALL, { type: "finish", finishReason: "tool-calls" }])).toBe(
      completed(`${callItem(CALL_ID)},${callItem(second)}`),
    );
  });

  it("keeps a text before and after a call, in their order", () => {
    const { output } = JSON.parse(encodeWhole([text("a"), CALL, text("b"), FINISH])) as {
      output: readonly { id: string; type: string }[];
    };
    expect(output.map(({ id, type }) => `${type} ${id.at(-1)}`)).toEqual([
      "message 0",
      "function_call 1",
      "message 2",
    ]);
  });

  it("encodes the calls of custom tools and of groups in their own form", () => {
    const events = [
      callOf("docs__find", '{"a":1}'),
      callOf("apply_patch", '{"input":"*** Begin"}'),
      callOf("apply_patch", "as it is"),
    ];
    const options = {
      call_forms: {
        docs__find: { name: "find", namespace: "docs" },
        apply_patch: { name: "apply_patch", isCustom: true },
      },
    };
    expect(encodeWhole([...events, FINISH], options)).toBe(
      completed(
        `{"id":"${CALL_ID}","type":"function_call","status":"completed","arguments":"{\\"a\\":1}","call_id":"call_9","name":"find","namespace":"docs"},` +
          `${customItem(1, "*** Begin")},${customItem(2, "as it is")}`,
      ),
    );
  });

  it.each([
    ["length", "max_output_tokens"],
    ["content-filter", "content_filter"],
  ] as const)("is incomplete for %s, and says why", (finishReason, reason) => {
    expect(encodeWhole([text("Hi"), { type: "finish", finishReason }])).toBe(
      responseJson({
        status: "incomplete",
        output: message(textPart("Hi"), "incomplete"),
        details: `{"reason":"${reason}"}`,
        usage: USAGE_JSON,
      }),
    );
  });

  it("repeats what the request said", () => {
    const given = {
      instructions: "Be brief.",
      max_output_tokens: 5,
      max_tool_calls: 1,
      metadata: { a: "b" },
      parallel_tool_calls: false,
      prompt_cache_key: "k",
      reasoning: { effort: "low" },
      safety_identifier: "s",
      store: false,
      temperature: 0.5,
      text: { format: { type: "json_object" }, verbosity: null },
      tool_choice: "none",
      tools: [{ type: "function", name: "f", parameters: null, strict: null }],
      top_p: 1,
      truncation: "auto",
      user: "u",
    };
    const response = JSON.parse(
      encodeWhole([FINISH], { ...given, service_tier: "flex" }),
    ) as object;
    expect(response).toMatchObject({
      ...given,
      service_tier: "default",
      text: { format: { type: "json_object" } },
    });
  });

  it("encodes what is awaited, will never come, or has failed", () => {
    const error = { kind: "rate-limit", status: 429, code: "c", message: "Wait.", param: null };
    const context = contextWith({});
    expect([
      encodeUnanswered("in_progress", context, STAMP),
      encodeUnanswered("cancelled", context, STAMP),
      encodeFailedResponse(error as ApiError, context, STAMP),
    ]).toEqual([
      responseJson({ status: "in_progress" }),
      responseJson({ status: "cancelled" }),
      responseJson({
        status: "failed",
        error: '{"code":"rate_limit_exceeded","message":"Wait."}',
      }),
    ]);
  });
});

function encoderOf() {
  return openAiResponses.createStreamEncoder(contextWith({}), STAMP);
}

function encodeStream(events: readonly ReplyEvent[]) {
  const encoder = encoderOf();
  return encoder.start() + events.map((event) => encoder.push(event, USAGE)).join("");
}

function frames(...events: readonly (readonly [type: string, fields: string])[]): string {
  return events
    .map(
      ([type, fields], number) =>
        `event: ${type}\ndata: {"type":"${type}","sequence_number":${number},${fields}}\n\n`,
    )
    .join("");
}

const BEGUN = `"response":${responseJson({ status: "in_progress" })}`;
const START = [
  ["response.created", BEGUN],
  ["response.in_progress", BEGUN],
] as const;
const IN_MESSAGE = `"item_id":"${MESSAGE_ID}","output_index":0,"content_index":0`;
const added = (part: string) =>
  [
    ["response.output_item.added", `"output_index":0,"item":${message("", "in_progress")}`],
    ["response.content_part.added", `${IN_MESSAGE},"part":${part}`],
  ] as const;
const done = (part: string) =>
  [
    ["response.content_part.done", `${IN_MESSAGE},"part":${part}`],
    ["response.output_item.done", `"output_index":0,"item":${message(part)}`],
    ["response.completed", `"response":${completed(message(part))}`],
  ] as const;

describe("streams, to the byte", () => {
  it("encodes a text", () => {
    const hello = textPart("Hi 👋!");
    expect(encodeStream([text("Hi 👋"), text(""), text("!"), FINISH])).toBe(
      frames(
        ...START,
        ...added(textPart("")),
        ["response.output_text.delta", `${IN_MESSAGE},"delta":"Hi 👋","logprobs":[]`],
        ["response.output_text.delta", `${IN_MESSAGE},"delta":"!","logprobs":[]`],
        ["response.output_text.done", `${IN_MESSAGE},"text":"Hi 👋!","logprobs":[]`],
        ...done(hello),
      ),
    );
  });

  it("encodes a refusal", () => {
    const part = '{"type":"refusal","refusal":"I will not."}';
    expect(encodeStream([{ type: "refusal-delta", text: "I will not." }, FINISH])).toBe(
      frames(
        ...START,
        ...added('{"type":"refusal","refusal":""}'),
        ["response.refusal.delta", `${IN_MESSAGE},"delta":"I will not."`],
        ["response.refusal.done", `${IN_MESSAGE},"refusal":"I will not."`],
        ...done(part),
      ),
    );
  });

  it("encodes a tool call as an opening, its arguments and the whole item", () => {
    const place = `"item_id":"${CALL_ID}","output_index":0`;
    const args = '"{\\"b\\": 2,  \\"a\\":1.0}"';
    expect(encodeStream([CALL, { type: "finish", finishReason: "tool-calls" }])).toBe(
      frames(
        ...START,
        [
          "response.output_item.added",
          `"output_index":0,"item":{"id":"${CALL_ID}","type":"function_call","status":"in_progress","arguments":"","call_id":"call_9","name":"get_weather"}`,
        ],
        ["response.function_call_arguments.delta", `${place},"delta":${args}`],
        [
          "response.function_call_arguments.done",
          `${place},"name":"get_weather","arguments":${args}`,
        ],
        ["response.output_item.done", `"output_index":0,"item":${callItem(CALL_ID)}`],
        ["response.completed", `"response":${completed(callItem(CALL_ID))}`],
      ),
    );
  });

  it("encodes the call of a custom tool with its text", () => {
    const options = {
      call_forms: { exec: { name: "exec", namespace: "functions", isCustom: true } },
    };
    const encoder = openAiResponses.createStreamEncoder(contextWith(options), STAMP);
    const call = { ...CALL, toolName: "exec", input: '{"input":"ls"}' };
    const id = "ctc_0123456789abcdef0123456789abcdef_0";
    const place = `"item_id":"${id}","output_index":0`;
    const item = (status: string, input: string) =>
      `"output_index":0,"item":{"id":"${id}","type":"custom_tool_call","status":"${status}","call_id":"call_9","name":"exec","namespace":"functions","input":"${input}"}`;
    const events = encoder.push(call, USAGE).replaceAll(/"sequence_number":\d,/g, "");
    expect(events).toBe(
      [
        ["response.output_item.added", item("in_progress", "")],
        ["response.custom_tool_call_input.delta", `${place},"delta":"ls"`],
        ["response.custom_tool_call_input.done", `${place},"input":"ls"`],
        ["response.output_item.done", item("completed", "ls")],
      ]
        .map(([type, fields]) => `event: ${type}\ndata: {"type":"${type}",${fields}}\n\n`)
        .join(""),
    );
  });

  it("ends an incomplete reply with an event of that name", () => {
    const stream = encodeStream([text("Hi"), { type: "finish", finishReason: "length" }]);
    expect(stream).toMatch(/event: response\.incomplete\ndata: \{"type":"response\.incomplete"/);
    expect(stream).not.toContain("response.completed");
  });

  it("has no end mark, which this API does not know", () => {
    expect(encodeStream([text("Hi"), FINISH])).not.toContain("[DONE]");
  });

  it("keeps the halves of a character together, and loses no half that stays alone", () => {
    const pieces = ["No \ud83d", "\ude00", "\ud83d"].map((piece) => text(piece));
    expect(encodeStream([...pieces, FINISH]).match(/"delta":"[^"]*"/g)).toEqual([
      '"delta":"No "',
      '"delta":"😀"',
      '"delta":"\\ud83d"',
    ]);
  });

  it("keeps the connection alive with a comment, and with a repeated event for clients that count events", () => {
    const encoder = encoderOf();
    const stream = [encoder.start(), encoder.heartbeat(), encoder.noOpEvent(), encoder.noOpEvent()];
    expect(stream.join("")).toBe(
      frames(...START, ["response.in_progress", BEGUN], ["response.in_progress", BEGUN]).replace(
        /(?=event: response\.in_progress\ndata: \{"type":"response\.in_progress","sequence_number":2)/,
        ": keep-alive\n\n",
      ),
    );
  });

  it("never repeats a reply that has begun to keep the connection alive", () => {
    const encoder = encoderOf();
    encoder.start();
    encoder.push({ type: "text-delta", text: "Wait. ".repeat(100) }, USAGE);
    expect(encoder.noOpEvent()).toBe(
      'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","sequence_number":5,"item_id":"msg_0123456789abcdef0123456789abcdef_0","output_index":0,"content_index":0,"delta":"","logprobs":[]}\n\n',
    );
    encoder.push({ type: "tool-call", toolCallId: "call_1", toolName: "look", input: "{}" }, USAGE);
    expect(encoder.noOpEvent()).toBe(": keep-alive\n\n");
  });

  it("ends with both events of a failure", () => {
    const encoder = encoderOf();
    const failure = '{"code":"invalid_prompt","message":"Nobody answered."}';
    const failed = responseJson({ status: "failed", error: failure });
    const stream =
      encoder.start() + encoder.error(invalidRequest("turn_timeout", "Nobody answered."));
    expect(stream).toBe(
      frames(
        ...START,
        [
          "error",
          '"code":"turn_timeout","message":"Nobody answered.","param":null,"error":{"message":"Nobody answered.","type":"invalid_request_error","param":null,"code":"turn_timeout"}',
        ],
        ["response.failed", `"response":${failed}`],
      ),
    );
  });
});

function failureCodeOf(kind: ApiError["kind"]): string {
  const error: ApiError = { kind, status: 500, code: "c", message: "m", param: null };
  const failed = encodeFailedResponse(error, contextWith({}), STAMP);
  return (JSON.parse(failed) as { error: { code: string } }).error.code;
}

it("tells by the code of a failure whether it is worth a retry", () => {
  const kinds = ["invalid-request", "permission", "rate-limit", "unavailable", "internal"] as const;
  expect(kinds.map(failureCodeOf)).toEqual([
    "invalid_prompt",
    "invalid_prompt",
    "rate_limit_exceeded",
    "server_error",
    "server_error",
  ]);
});

it("encodes a count of tokens", () => {
  expect(openAiResponses.encodeTokenCount?.(7)).toBe(
    '{"object":"response.input_tokens","input_tokens":7}',
  );
});
