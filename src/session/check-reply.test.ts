import { describe, expect, it } from "vitest";
import type { FinishReason, Reply, ReplyPart } from "../core/turn";
import { checkReply, countToolCalls } from "./check-reply";
import { describeReplyFaults, type ReplyDemands } from "./reply-fault";

const CITY = {
  type: "object",
  properties: { city: { type: "string" }, population: { type: "integer" } },
  required: ["city"],
  additionalProperties: false,
} as const;

const DEMANDS: ReplyDemands = {
  tools: [{ name: "look", inputSchema: CITY }, { name: "stop" }],
  toolChoice: { type: "auto" },
  allowsParallelToolCalls: true,
  responseFormat: { type: "text" },
};
const AS_JSON: ReplyDemands = { ...DEMANDS, responseFormat: { type: "json" } };
const AS_CITY: ReplyDemands = {
  ...DEMANDS,
  responseFormat: { type: "json-schema", name: "city", schema: CITY },
};
const AS_ANY_JSON: ReplyDemands = {
  ...DEMANDS,
  responseFormat: { type: "json-schema", name: "anything" },
};

const text = (words: string): ReplyPart => ({ type: "text", text: words });
const call = (toolName: string, input = "{}"): ReplyPart => ({
  type: "tool-call",
  toolCallId: "",
  toolName,
  input,
});

function replyOf(parts: readonly ReplyPart[], finishReason: FinishReason = "stop"): Reply {
  return { parts, finishReason };
}

/** What a person in a chat UI is told; null if the reply goes out. */
function told(demands: ReplyDemands, ...parts: readonly ReplyPart[]): string | null {
  const reply = replyOf(parts);
  const faults = checkReply(demands, reply);
  const callCount = countToolCalls(reply);
  return faults.length === 0 ? null : describeReplyFaults(faults, { callCount, isForChat: true });
}

describe("a text", () => {
  it.each([
    ["words, where nothing is demanded", DEMANDS, "Hello."],
    ["an object", AS_JSON, '{"a": [1]}'],
    ["an object among blanks and line ends", AS_JSON, ' \r\n\t{"a": 1}\n\n'],
    ["what fits the schema", AS_CITY, '{"city": "Oslo", "population": 700000}'],
    ["any JSON, where there is no schema", AS_ANY_JSON, "[1, 2]"],
    [
      "words, where a tool is demanded that is not offered",
      { ...DEMANDS, toolChoice: { type: "tool", toolName: "fly" } },
      "Hello.",
    ],
    [
      "words, where a tool is demanded and none is offered",
      { ...DEMANDS, tools: [], toolChoice: { type: "required" } },
      "Hello.",
    ],
  ] satisfies [string, ReplyDemands, string][])("[PAIR-10] is sent: %s", (_, demands, words) => {
    expect(told(demands, text(words))).toBeNull();
  });

  it.each([
    ["words for JSON", AS_JSON, "Oslo", "must be a JSON object, but this is no JSON: "],
    ["a list for an object", AS_JSON, "[1]", "must be a JSON object, but this is none."],
    ["JSON in a fence", AS_JSON, '```json\n{"a": 1}\n```', "Send the JSON without the fence."],
    [
      "words after the JSON",
      AS_JSON,
      '{"a": "}{"} I hope that this helps you.',
      "after the JSON follows: `I hope that this helps you.`",
    ],
    ["a phone's quotes", AS_JSON, "{\u201ca\u201d: 1}", "JSON needs straight quotes"],
    ["a blank that is none to JSON", AS_JSON, '\u00a0{"a": 1}', "this is no JSON: "],
    ["nesting without end", AS_JSON, "[".repeat(200), "nested deeper than 128 levels"],
    [
      "what does not fit the schema",
      AS_CITY,
      '{"population": "many", "river": 1}',
      [
        "The reply must be JSON that fits the caller's schema (city), but this does not fit:",
        '#: Instance does not have required property "city".',
        '#/population: Instance type "string" is invalid. Expected "integer".',
        "#/river: This is not allowed here.",
      ].join("\n"),
    ],
    [
      "words for any JSON",
      AS_ANY_JSON,
      "Oslo",
      "that fits the caller's schema (anything), but this",
    ],
    [
      "words for a tool call",
      { ...DEMANDS, toolChoice: { type: "required" } },
      "Hello.",
      "The caller demands a tool call, and this is text. It offers: look, stop.\nCall one with `/tool NAME JSON`.",
    ],
    [
      "words for a call of one tool",
      { ...DEMANDS, toolChoice: { type: "tool", toolName: "look" } },
      "Hello.",
      "The caller demands a call of look, and this is text.\nCall it with `/tool look JSON`.",
    ],
    ["nothing", DEMANDS, " \n", "The reply is empty."],
  ] satisfies [string, ReplyDemands, string, string][])(
    "[PAIR-10] is not sent: %s",
    (_, demands, words, reason) => {
      expect(told(demands, text(words))).toContain(reason);
    },
  );
});

describe("a tool call", () => {
  it.each([
    ["that fits", DEMANDS, [call("look", '{"city": "Oslo"}')]],
    ["without a schema", DEMANDS, [call("stop", '{"now": true}')]],
    [
      "the demanded one",
      { ...DEMANDS, toolChoice: { type: "tool", toolName: "stop" } },
      [call("stop")],
    ],
    ["several", DEMANDS, [call("stop"), call("look", '{"city": "Oslo"}'), call("stop")]],
    ["one, where one is allowed", { ...DEMANDS, allowsParallelToolCalls: false }, [call("stop")]],
    ["where the text must be JSON", AS_CITY, [call("stop")]],
    ["beside a text that is as demanded", AS_JSON, [text("{}"), call("stop")]],
  ] satisfies [string, ReplyDemands, ReplyPart[]][])(
    "[PAIR-10] is sent: %s",
    (_, demands, parts) => {
      expect(told(demands, ...parts)).toBeNull();
    },
  );

  it.each([
    ["of no tool", DEMANDS, [call("fly")], "There is no tool fly. The caller offers: look, stop."],
    ["of a caller without tools", { ...DEMANDS, tools: [] }, [call("fly")], "offers no tools"],
    [
      "that the caller forbids",
      { ...DEMANDS, toolChoice: { type: "none" } },
      [call("stop")],
      "takes no tool call for this question",
    ],
    [
      "of another tool than the demanded one",
      { ...DEMANDS, toolChoice: { type: "tool", toolName: "look" } },
      [call("stop")],
      "The caller demands a call of look, and this one calls stop.",
    ],
    [
      "too many",
      { ...DEMANDS, allowsParallelToolCalls: false },
      [call("stop"), call("stop")],
      "The caller takes one tool call at a time, and these are 2.",
    ],
    [
      "with words for arguments",
      DEMANDS,
      [call("stop", "now")],
      "arguments of stop must be a JSON",
    ],
    ["with a list for arguments", DEMANDS, [call("stop", "[]")], "JSON object, but this is none."],
    [
      "with words after the arguments",
      DEMANDS,
      [call("stop", "{} /tool stop")],
      "after the JSON follows: `/tool stop`\nNothing may follow a call but another one, which begins a line",
    ],
    [
      "that does not fit",
      DEMANDS,
      [call("look", '{"city": 7}')],
      'The arguments of look do not fit the tool\'s schema:\n#/city: Instance type "number"',
    ],
    ["beside a text that is not as demanded", AS_JSON, [text("Hm."), call("stop")], "JSON object"],
  ] satisfies [string, ReplyDemands, ReplyPart[], string][])(
    "[PAIR-10] is not sent: %s",
    (_, demands, parts, reason) => {
      expect(told(demands, ...parts)).toContain(reason);
    },
  );

  it("[PAIR-10] of several that is wrong is named by its number, and each of them is", () => {
    const calls = [call("stop"), call("fly"), call("look", "{")];
    expect(told(DEMANDS, ...calls)?.split("\n\n")).toEqual([
      "Call 2 of 3: There is no tool fly. The caller offers: look, stop.",
      expect.stringContaining("Call 3 of 3: The arguments of look must be a JSON object, but"),
    ]);
  });

  it("[PAIR-10] among very many wrong ones is told with the first few", () => {
    const calls = Array.from({ length: 20 }, () => call("fly"));
    expect(
      told(DEMANDS, ...calls)
        ?.split("\n\n")
        .at(-1),
    ).toBe("And 15 more.");
  });
});

describe("any reply", () => {
  it("[PAIR-10] may refuse, whatever is demanded", () => {
    const demands: ReplyDemands = { ...AS_CITY, toolChoice: { type: "required" } };
    expect(told(demands, { type: "refusal", text: "No." })).toBeNull();
  });

  it.each(["length", "content-filter"] as const)(
    "[PAIR-10] that says that it was cut need not be whole: %s",
    (finishReason) => {
      const faultsOf = (...parts: readonly ReplyPart[]) =>
        checkReply(AS_CITY, replyOf(parts, finishReason));
      expect(faultsOf(text('{"city": "Os'))).toEqual([]);
      expect(faultsOf(text(""))).toEqual([]);
      expect(faultsOf(call("look", '{"ci'))).toEqual([]);
      expect(faultsOf(call("fly"))).toHaveLength(1);
    },
  );
});
