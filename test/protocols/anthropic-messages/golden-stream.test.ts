import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { invalidRequest } from "../../../src/core/api-error";
import type { ReplyEvent } from "../../../src/core/turn";
import { anthropicMessages } from "../../../src/protocols/anthropic-messages";
import { fuzz, replyEvents } from "../arbitraries";
import {
  CALL,
  contextWith,
  DELTA_USAGE,
  encodeStream,
  encodeWhole,
  FINISH,
  HEAD,
  refusal,
  STAMP,
  text,
  USAGE,
  wireEnd,
  wireUsage,
} from "./golden-support";
import { publishedMessage } from "./published-schema";
import { readStreamedMessage } from "./read-reply";

const frame = (type: string, rest = "") => `event: ${type}\ndata: {"type":"${type}"${rest}}\n\n`;
const START = frame(
  "message_start",
  `,"message":{${HEAD},"content":[],"container":null,"stop_details":null,"stop_reason":null,` +
    `"stop_sequence":null,"diagnostics":null,${wireUsage(0)}}`,
);
const textStart = (index: number) =>
  frame(
    "content_block_start",
    `,"index":${index},"content_block":{"type":"text","text":"","citations":null}`,
  );
const textDelta = (index: number, json: string) =>
  frame("content_block_delta", `,"index":${index},"delta":{"type":"text_delta","text":${json}}`);
const blockStop = (index: number) => frame("content_block_stop", `,"index":${index}`);
const toolUse = (index: number, id: string, name: string, json: string) =>
  frame(
    "content_block_start",
    `,"index":${index},"content_block":{"type":"tool_use","id":"${id}","name":"${name}","caller":{"type":"direct"},"input":{}}`,
  ) +
  frame(
    "content_block_delta",
    `,"index":${index},"delta":{"type":"input_json_delta","partial_json":${json}}`,
  ) +
  blockStop(index);
const end = (...reason: Parameters<typeof wireEnd>) =>
  frame("message_delta", `,"delta":{${wireEnd(...reason)}},${DELTA_USAGE}`) + frame("message_stop");
const CALL_FRAMES = '"{\\"b\\": 2,  \\"a\\":1.0}"';
const PING = frame("ping");

describe("streams, to the byte", () => {
  it("encodes a text", () => {
    expect(encodeStream([text("Hi 👋"), text(""), text("!"), FINISH])).toBe(
      START +
        textStart(0) +
        textDelta(0, '"Hi 👋"') +
        textDelta(0, '"!"') +
        blockStop(0) +
        end("end_turn"),
    );
  });

  it("encodes two tool calls, without a text before them", () => {
    const second: ReplyEvent = { ...CALL, toolCallId: "call_10", toolName: "now", input: "" };
    expect(encodeStream([CALL, second, { type: "finish", finishReason: "tool-calls" }])).toBe(
      START +
        toolUse(0, "call_9", "get_weather", CALL_FRAMES) +
        toolUse(1, "call_10", "now", '"{}"') +
        end("tool_use"),
    );
  });

  it("keeps the order of texts and calls", () => {
    expect(encodeStream([text("First."), CALL, text("Last."), FINISH])).toBe(
      START +
        textStart(0) +
        textDelta(0, '"First."') +
        blockStop(0) +
        toolUse(1, "call_9", "get_weather", CALL_FRAMES) +
        textStart(2) +
        textDelta(2, '"Last."') +
        blockStop(2) +
        end("tool_use"),
    );
  });

  it("encodes a refusal", () => {
    expect(encodeStream([refusal("I will not."), FINISH])).toBe(
      START +
        textStart(0) +
        textDelta(0, '"I will not."') +
        blockStop(0) +
        end("refusal", "null", '{"type":"refusal","category":null,"explanation":"I will not."}'),
    );
  });

  it("encodes a reply without any part as an empty text", () => {
    expect(encodeStream([FINISH])).toBe(START + textStart(0) + blockStop(0) + end("end_turn"));
  });

  it("names the stop sequence that ended the text", () => {
    expect(encodeStream([text("one EN"), text("D two"), FINISH], { stopSequences: ["END"] })).toBe(
      START + textStart(0) + textDelta(0, '"one "') + blockStop(0) + end("stop_sequence", '"END"'),
    );
  });

  it("has the further fields of a beta message only where the client reads them", () => {
    const beta = encodeStream([text("Hi"), FINISH], { isBeta: true });
    expect(beta).toContain('"stop_sequence":null,"context_management":null,"diagnostics":null,');
    expect(beta).toContain('"stop_sequence":null},"context_management":null,"usage":{');
    expect(beta.match(/"fallback_credit":null,"iterations":null}/g)).toHaveLength(2);
  });

  it("escapes the separators that some clients take for line ends", () => {
    expect(encodeStream([text("a\u2028b\u2029c\u0085d"), FINISH])).toContain(
      '"text":"a\\u2028b\\u2029c\\u0085d"',
    );
  });

  it("ends with an error, and nothing after it", () => {
    const encoder = anthropicMessages.createStreamEncoder(contextWith({}), STAMP);
    expect(encoder.error(invalidRequest("turn_timeout", "Nobody answered."))).toBe(
      'event: error\ndata: {"type":"error","error":{"details":{"error_code":"turn_timeout"},' +
        '"type":"invalid_request_error","message":"Nobody answered."}}\n\n',
    );
    expect([encoder.heartbeat(), encoder.push(FINISH, USAGE)]).toEqual(["", ""]);
  });

  it("amount to the same message as a whole response, block for block", () => {
    fc.assert(
      fc.property(replyEvents, fc.constantFrom([], ["a"], [" ", "\n"]), (events, stops) => {
        const options = { stopSequences: stops };
        const streamed = readStreamedMessage(encodeStream(events, options));
        expect(streamed).toEqual(publishedMessage.parse(JSON.parse(encodeWhole(events, options))));
      }),
      fuzz(),
    );
  });
});

function waitingStream(
  options: Parameters<typeof contextWith>[0],
  events: readonly ReplyEvent[],
): string {
  const encoder = anthropicMessages.createStreamEncoder(contextWith(options), STAMP);
  const beats = encoder.start() + encoder.heartbeat() + encoder.noOpEvent() + encoder.noOpEvent();
  return beats + events.map((event) => encoder.push(event, USAGE)).join("");
}

describe("a stream that waits, to the byte", () => {
  it("amounts to what a whole response holds, but for an empty text before a call", () => {
    fc.assert(
      fc.property(replyEvents, fc.constantFrom([], ["a"], ["\n\n"]), (events, stopSequences) => {
        const options = { stopSequences };
        const { content, ...streamed } = readStreamedMessage(waitingStream(options, events));
        const whole = publishedMessage.parse(JSON.parse(encodeWhole(events, options)));
        const [first, ...rest] = content;
        const isBlank = first?.type === "text" && first.text === "" && rest.length > 0;
        expect({ ...streamed, content: isBlank ? rest : content }).toEqual(whole);
      }),
      fuzz(),
    );
  });

  it("keeps the beginning of what could be a stop sequence before a refusal", () => {
    const events = [text("EN"), refusal("No."), FINISH];
    const { content } = readStreamedMessage(waitingStream({ stopSequences: ["END"] }, events));
    expect(content).toMatchObject([{ text: "EN" }, { text: "No." }]);
  });

  it("opens its text at the first no-op event and goes on with it", () => {
    expect(waitingStream({}, [text("Hi"), FINISH])).toBe(
      START +
        PING +
        textStart(0) +
        textDelta(0, '""').repeat(2) +
        textDelta(0, '"Hi"') +
        blockStop(0) +
        end("end_turn"),
    );
  });

  it("goes on with a refusal as well", () => {
    expect(waitingStream({}, [refusal("No."), FINISH])).toContain(
      textDelta(0, '""') + textDelta(0, '"No."') + blockStop(0),
    );
  });

  it("closes the empty text where a tool call comes instead", () => {
    expect(waitingStream({}, [CALL, FINISH])).toBe(
      START +
        PING +
        textStart(0) +
        textDelta(0, '""').repeat(2) +
        blockStop(0) +
        toolUse(1, "call_9", "get_weather", CALL_FRAMES) +
        end("tool_use"),
    );
  });

  it("only pings a client that would parse the empty text as JSON", () => {
    expect(waitingStream({ bearsNoEmptyText: true }, [CALL, FINISH])).toBe(
      START + PING.repeat(3) + toolUse(0, "call_9", "get_weather", CALL_FRAMES) + end("tool_use"),
    );
  });
});
