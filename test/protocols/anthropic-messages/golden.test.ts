import { describe, expect, it } from "vitest";

import { invalidRequest, type ApiErrorKind } from "../../../src/core/api-error";
import type { ReplyEvent } from "../../../src/core/turn";
import { anthropicMessages } from "../../../src/protocols/anthropic-messages";
import {
  CALL,
  encodeWhole,
  FINISH,
  HEAD,
  refusal,
  text,
  wireEnd,
  wireUsage,
} from "./golden-support";

const REQUEST_ID = "request-1";

function whole(content: string, end: string): string {
  return `{${HEAD},"content":[${content}],${end},"diagnostics":null,${wireUsage(34)}}`;
}

const block = (json: string) => `{"type":"text","text":${json},"citations":null}`;
const toolUse = (id: string, name: string, input: string) =>
  `{"type":"tool_use","id":"${id}","name":"${name}","caller":{"type":"direct"},"input":${input}}`;
const CALL_BLOCK = toolUse("call_9", "get_weather", '{"b": 2,  "a":1.0}');

describe("whole responses, to the byte", () => {
  it("encodes a text", () => {
    expect(encodeWhole([text("Hi \t"), FINISH])).toBe(
      whole(block('"Hi \\t"'), wireEnd("end_turn")),
    );
  });

  it("joins several texts to one block", () => {
    expect(encodeWhole([text("one "), text("two"), FINISH])).toBe(
      whole(block('"one two"'), wireEnd("end_turn")),
    );
  });

  it("encodes a reply without any part as an empty text, which programs read unasked", () => {
    expect(encodeWhole([FINISH])).toBe(whole(block('""'), wireEnd("end_turn")));
  });

  it("encodes a tool call with the arguments as written, and no text before it", () => {
    expect(encodeWhole([CALL, { type: "finish", finishReason: "tool-calls" }])).toBe(
      whole(CALL_BLOCK, wireEnd("tool_use")),
    );
  });

  it("keeps two calls, and the order of texts and calls", () => {
    const second: ReplyEvent = { ...CALL, toolCallId: "call_10", toolName: "now", input: "" };
    expect(encodeWhole([text("First."), CALL, second, text("Last."), FINISH])).toBe(
      whole(
        `${block('"First."')},${CALL_BLOCK},${toolUse("call_10", "now", "{}")},${block('"Last."')}`,
        wireEnd("tool_use"),
      ),
    );
  });

  it("keeps the digits of long numbers in arguments", () => {
    const input = '{"id":12345678901234567890}';
    expect(encodeWhole([{ ...CALL, input }, FINISH])).toContain(`"input":${input}}`);
  });

  it("escapes half a character in arguments", () => {
    const input = '{"a":"\ud83d"}';
    expect(encodeWhole([{ ...CALL, input }, FINISH])).toContain('"input":{"a":"\\ud83d"}}');
  });

  it.each([
    ["{broken", '{"INVALID_JSON":"{broken"}'],
    ["[1]", '{"INVALID_JSON":"[1]"}'],
    ['"Oslo"', '{"INVALID_JSON":"\\"Oslo\\""}'],
    [" \n", "{}"],
  ])("puts arguments that are no object into one: %j", (input, wrapped) => {
    expect(encodeWhole([{ ...CALL, input }, FINISH])).toContain(`"input":${wrapped}}`);
  });

  it("names the toolset of a member's call", () => {
    const call: ReplyEvent = { ...CALL, toolName: "computer.left_click", input: "{}" };
    expect(encodeWhole([call, FINISH])).toContain(
      '{"type":"tool_use","id":"call_9","name":"left_click","toolset_name":"computer","caller":{"type":"direct"},"input":{}}',
    );
  });

  it("encodes a refusal as a text of its own, with the reason for its end", () => {
    const details = '{"type":"refusal","category":null,"explanation":"I will not."}';
    expect(encodeWhole([text("Well."), refusal("I will "), refusal("not."), FINISH])).toBe(
      whole(`${block('"Well."')},${block('"I will not."')}`, wireEnd("refusal", "null", details)),
    );
  });

  it.each<[string, ReplyEvent["type"], string]>([
    ["stop", "text-delta", "end_turn"],
    ["tool-calls", "text-delta", "end_turn"],
    ["length", "text-delta", "max_tokens"],
    ["length", "tool-call", "max_tokens"],
    ["content-filter", "tool-call", "refusal"],
    ["stop", "tool-call", "tool_use"],
  ])("ends with a reason that agrees with the content: %s after %s is %s", (reason, part, word) => {
    const event = part === "tool-call" ? CALL : text("Yes.");
    const finish = { type: "finish", finishReason: reason } as ReplyEvent;
    expect(encodeWhole([event, finish])).toContain(`"stop_reason":"${word}"`);
  });

  it("answers a request for no tokens with nothing", () => {
    expect(encodeWhole([])).toBe(whole("", wireEnd("max_tokens")));
  });

  it("has the further fields of a beta message only where the client reads them", () => {
    const beta = encodeWhole([refusal("No."), FINISH], { isBeta: true });
    const details =
      '{"type":"refusal","category":null,"explanation":"No.","fallback_credit_token":null,' +
      '"fallback_has_prefill_claim":null,"recommended_model":null}';
    expect(beta).toBe(
      `{${HEAD},"content":[${block('"No."')}],${wireEnd("refusal", "null", details)},` +
        `"context_management":null,"diagnostics":null,${wireUsage(34, ',"fallback_credit":null,"iterations":null')}}`,
    );
  });

  it("counts tokens", () => {
    expect(anthropicMessages.encodeTokenCount?.(2_095)).toBe('{"input_tokens":2095}');
    expect(anthropicMessages.encodeTokenCount?.(2_095, { isBeta: true })).toBe(
      '{"input_tokens":2095,"context_management":null}',
    );
  });
});

describe("errors, to the byte", () => {
  it("encodes a fault of the request and tells the SDKs not to repeat it", () => {
    expect(
      anthropicMessages.encodeError(
        invalidRequest("invalid_type", "Wrong.", "messages[0].role"),
        REQUEST_ID,
      ),
    ).toEqual({
      status: 400,
      headers: {
        "content-type": "application/json",
        "request-id": REQUEST_ID,
        "x-should-retry": "false",
      },
      body:
        '{"type":"error","error":{"details":{"error_code":"invalid_type","param":"messages[0].role"},' +
        '"type":"invalid_request_error","message":"Wrong."},"request_id":"request-1"}',
    });
  });

  it("encodes a limit that clears by itself with the time to wait", () => {
    const error = {
      kind: "rate-limit",
      status: 429,
      code: "too_many_open_turns",
      message: "Wait.",
      param: null,
      retryAfterSeconds: 5,
    } as const;
    expect(anthropicMessages.encodeError(error, REQUEST_ID)).toEqual({
      status: 429,
      headers: {
        "content-type": "application/json",
        "request-id": REQUEST_ID,
        "retry-after": "5",
      },
      body:
        '{"type":"error","error":{"details":{"error_code":"too_many_open_turns"},' +
        '"type":"rate_limit_error","message":"Wait."},"request_id":"request-1"}',
    });
  });

  it.each<[ApiErrorKind, number, string]>([
    ["invalid-request", 402, "billing_error"],
    ["invalid-request", 422, "invalid_request_error"],
    ["authentication", 401, "authentication_error"],
    ["permission", 403, "permission_error"],
    ["not-found", 404, "not_found_error"],
    ["method-not-allowed", 405, "invalid_request_error"],
    ["too-large", 413, "request_too_large"],
    ["unavailable", 503, "overloaded_error"],
    ["unavailable", 529, "overloaded_error"],
    ["internal", 500, "api_error"],
    ["internal", 504, "timeout_error"],
  ])("maps the kind %s with status %d to the type %s", (kind, status, type) => {
    const { body } = anthropicMessages.encodeError(
      { kind, status, code: "c", message: "m", param: null },
      REQUEST_ID,
    );
    expect(JSON.parse(body)).toMatchObject({ type: "error", error: { type, message: "m" } });
  });
});
