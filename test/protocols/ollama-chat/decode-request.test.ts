import { describe, expect, it } from "vitest";

import type { JsonObject, JsonValue } from "../../../src/core/json";
import { ollamaChat } from "../../../src/protocols/ollama-chat";
import { decodeOrThrow } from "../codec.conformance";

const USER = { role: "user", content: "Hi" };

function decode(fields: JsonObject) {
  return decodeOrThrow(ollamaChat, { model: "a-session", messages: [USER], ...fields });
}

function decodeMessages(...messages: JsonValue[]) {
  return decode({ messages }).request.messages;
}

describe("messages", () => {
  it("decodes every role, in any case", () => {
    expect(
      decodeMessages(
        { role: "system", content: "S" },
        { role: "User", content: "U" },
        { role: "assistant", content: "A", thinking: "Hm." },
        { role: "tool", tool_name: "now", content: "T" },
      ),
    ).toEqual([
      { role: "system", parts: [{ type: "text", text: "S" }] },
      { role: "user", parts: [{ type: "text", text: "U" }] },
      {
        role: "assistant",
        parts: [
          { type: "thinking", text: "Hm." },
          { type: "text", text: "A" },
        ],
      },
      {
        role: "tool",
        parts: [
          {
            type: "tool-result",
            toolCallId: "ollama_now_0",
            toolName: "now",
            content: [{ type: "text", text: "T" }],
          },
        ],
      },
    ]);
  });

  it("takes an empty, missing or null content for none", () => {
    const parts = decodeMessages(
      { role: "user", content: "" },
      { role: "assistant", content: null, tool_calls: null },
      { role: "assistant", thinking: "", images: null },
    ).map((message) => message.parts);
    expect(parts).toEqual([[], [], []]);
  });

  it.each([
    ["iVBORw0KGgoAAAANSUhEUg", "image/png"],
    ["/9j/4AAQSkZJRg", "image/jpeg"],
    ["R0lGODlhAQABAIAAAA", "image/gif"],
    ["UklGRiQAAABXRUJQVlA4", "image/webp"],
    ["UklGRiQAAABXQVZFZm10", "image/*"],
    ["Qk0eAAAAAAAAABoAAAA", "image/bmp"],
    ["SUkqAAgAAAA", "image/tiff"],
    ["AAAAHGZ0eXBhdmlm", "image/avif"],
    ["AAAAGGZ0eXBoZWlj", "image/heic"],
    ["AAECAwQFBgc", "image/*"],
  ])("tells the format of an image by its beginning: %s", (base64, mediaType) => {
    expect(decodeMessages({ role: "user", content: "Look:", images: [base64] })).toEqual([
      {
        role: "user",
        parts: [
          { type: "text", text: "Look:" },
          { type: "image", source: { kind: "data", mediaType, base64 } },
        ],
      },
    ]);
  });

  it("takes a data URL, whose head some clients forget to cut off", () => {
    expect(
      decodeMessages({ role: "user", content: "", images: ["data:image/png;base64,AAAA"] })[0],
    ).toEqual({
      role: "user",
      parts: [{ type: "image", source: { kind: "data", mediaType: "image/png", base64: "AAAA" } }],
    });
  });
});

function call(name: string, args: JsonValue = {}): JsonObject {
  return { function: { name, arguments: args } };
}

function calls(...tool_calls: JsonValue[]): JsonObject {
  return { role: "assistant", content: "", tool_calls };
}

function result(tool_name: string | undefined, content: string): JsonObject {
  return { role: "tool", content, ...(tool_name === undefined ? {} : { tool_name }) };
}

/** Which call each result belongs to. */
function pairsOf(...messages: JsonValue[]) {
  return decodeMessages(USER, ...messages)
    .flatMap(({ parts }) => parts.filter((part) => part.type === "tool-result"))
    .map(({ toolCallId, content: [first] }) => [
      toolCallId,
      first?.type === "text" ? first.text : "",
    ]);
}

describe("calls and results without ids", () => {
  it("are matched by the tool's name, and among calls of one name by their order", () => {
    expect(
      pairsOf(
        calls(call("weather", { city: "Oslo" }), call("now"), call("weather", { city: "Rome" })),
        result("now", "noon"),
        result("weather", "cold"),
        result("weather", "warm"),
      ),
    ).toEqual([
      ["ollama_now_1", "noon"],
      ["ollama_weather_1", "cold"],
      ["ollama_weather_2", "warm"],
    ]);
  });

  it("go on counting in later rounds, so that the same history has the same ids", () => {
    const first = [calls(call("now")), result("now", "noon")];
    const second = [calls(call("now")), result("now", "one")];
    expect(pairsOf(...first)).toEqual([["ollama_now_1", "noon"]]);
    expect(pairsOf(...first, ...second)).toEqual([
      ["ollama_now_1", "noon"],
      ["ollama_now_2", "one"],
    ]);
  });

  it("are not matched with calls that were given up, unless there are no others", () => {
    const dropped = [calls(call("now"), call("weather")), USER];
    expect(pairsOf(...dropped, calls(call("now")), result("now", "one"))).toEqual([
      ["ollama_now_2", "one"],
    ]);
    expect(
      pairsOf(...dropped, calls(call("now")), result("weather", "cold"), result("now", "one")),
    ).toEqual([
      ["ollama_weather_1", "cold"],
      ["ollama_now_2", "one"],
    ]);
  });

  it("are of one round where each came in a message of its own", () => {
    expect(
      pairsOf(calls(call("now")), calls(call("now")), result("now", "1"), result("now", "2")),
    ).toEqual([
      ["ollama_now_1", "1"],
      ["ollama_now_2", "2"],
    ]);
  });

  it("are matched by order alone where the result has no name either", () => {
    expect(
      pairsOf(
        calls(call("weather"), call("now")),
        result(undefined, "cold"),
        result(undefined, "noon"),
      ),
    ).toEqual([
      ["ollama_weather_1", "cold"],
      ["ollama_now_1", "noon"],
    ]);
  });

  it("take the name that the field had at first", () => {
    expect(pairsOf(calls(call("now")), { role: "tool", name: "now", content: "noon" })).toEqual([
      ["ollama_now_1", "noon"],
    ]);
  });

  it("find a call by its id where the client kept that", () => {
    expect(
      pairsOf(
        calls({ id: "call_a", ...call("now") }, { id: "call_b", ...call("now") }),
        { ...result("now", "later"), tool_call_id: "call_b" },
        result("now", "first"),
      ),
    ).toEqual([
      ["call_b", "later"],
      ["call_a", "first"],
    ]);
  });

  it("stay apart where the call was cut off the history", () => {
    expect(pairsOf(result("now", "noon"), calls(call("now")))).toEqual([["ollama_now_0", "noon"]]);
    expect(pairsOf(result(undefined, "noon"))).toEqual([["ollama_unknown_0", "noon"]]);
  });

  it("have their arguments as text, from an object, a text or nothing", () => {
    const inputs = decodeMessages(
      calls(call("f", { a: [1, "東"] }), call("f", '{"a": 1}'), call("f", null), {
        function: { name: "f" },
      }),
    ).flatMap(({ parts }) => parts.map((part) => (part.type === "tool-call" ? part.input : "")));
    expect(inputs).toEqual(['{"a":[1,"東"]}', '{"a": 1}', "{}", "{}"]);
  });
});

describe("parameters", () => {
  it("streams unless that is switched off", () => {
    const bodies = [{}, { stream: null }, { stream: false }];
    expect(bodies.map((fields) => decode(fields).context.isStream)).toEqual([true, true, false]);
  });

  it("shows what a person can heed, as it was sent", () => {
    const options = { temperature: 0.2, num_predict: 128, mirostat: 1, stop: ["END"] };
    const shown = {
      think: "high",
      keep_alive: "5m",
      truncate: true,
      shift: false,
    };
    const { request, context } = decode({
      ...shown,
      options: { ...options, seed: null },
      format: null,
      logprobs: false,
    });
    expect(request.parameters).toEqual({ ...options, ...shown });
    expect(request.unknownFields).toEqual({});
    expect(context.options["stopSequences"]).toEqual(["END"]);
  });

  it("records what it does not know", () => {
    expect(decode({ tool_choice: "required", num_ctx: 4096 }).request.unknownFields).toEqual({
      tool_choice: "required",
      num_ctx: 4096,
    });
  });

  it.each([
    ["", { type: "text" }],
    ["json", { type: "json" }],
    [{ type: "object" }, { type: "json-schema", name: "response", schema: { type: "object" } }],
  ])("decodes the format %j", (format, expected) => {
    expect(decode({ format }).request.responseFormat).toEqual(expected);
  });

  it("decodes tools, of which Ollama's own client may leave out the type", () => {
    const parameters = { type: "object", properties: { city: { type: "string" } } };
    const tools = [
      { type: "function", function: { name: "weather", description: "Looks out.", parameters } },
      { function: { name: "now", description: null, parameters: null } },
    ];
    expect(decode({ tools }).request.tools).toEqual([
      { name: "weather", description: "Looks out.", inputSchema: parameters },
      { name: "now" },
    ]);
  });
});

describe("a request with nothing in it", () => {
  it.each([
    ["load", { messages: [] }],
    ["load", { messages: null, keep_alive: "5m" }],
    ["load", { messages: [], keep_alive: -1 }],
    ["unload", { messages: [], keep_alive: 0 }],
    ["unload", { messages: [], keep_alive: "0s" }],
    ["unload", { messages: [], keep_alive: "0" }],
  ])("is a wish to %s the model, and no turn: %j", (reason, fields) => {
    const { wantsNoTurn, context } = decode(fields);
    expect([wantsNoTurn, context.options["noTurnReason"]]).toEqual([true, reason]);
  });

  it("is none where there is a message, even an empty one", () => {
    const decoded = decode({ messages: [{ role: "user", content: "" }], keep_alive: 0 });
    expect(decoded).not.toHaveProperty("wantsNoTurn");
  });
});
