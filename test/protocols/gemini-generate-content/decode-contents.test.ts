import { describe, expect, it } from "vitest";

import type { JsonObject, JsonValue } from "../../../src/core/json";
import { geminiGenerateContent } from "../../../src/protocols/gemini-generate-content";
import { decodeOrThrow } from "../codec.conformance";

function decode(...contents: JsonValue[]) {
  return decodeOrThrow(geminiGenerateContent, { contents }, { model: "m" }).request.messages;
}

const user = (...parts: JsonValue[]): JsonObject => ({ role: "user", parts });
const model = (...parts: JsonValue[]): JsonObject => ({ role: "model", parts });
const call = (name: string, id?: string): JsonObject => ({
  functionCall: { name, args: {}, ...(id === undefined ? {} : { id }) },
});
const result = (name: string, id?: string): JsonObject => ({
  functionResponse: { name, response: {}, ...(id === undefined ? {} : { id }) },
});

function idsOf(...contents: JsonValue[]): readonly string[] {
  return decode(...contents).flatMap(({ parts }) =>
    parts.flatMap((part) =>
      part.type === "tool-call" || part.type === "tool-result" ? [part.toolCallId] : [],
    ),
  );
}

describe("contents", () => {
  it("are the user's where they have no role, and a function's in the old form", () => {
    expect(
      decode(
        { parts: [{ text: "U" }] },
        { role: "model", parts: [{ text: "M" }] },
        { role: "function", parts: [result("f", "1")] },
        { role: "tool", parts: [result("g", "2")] },
      ).map(({ role }) => role),
    ).toEqual(["user", "assistant", "tool", "tool"]);
  });

  it("of one streamed reply are one message again, byte for byte", () => {
    expect(
      decode(
        user({ text: "Hi" }),
        model({ text: "One \n" }),
        model({ text: "" }),
        model({ text: "two" }, call("f", "1")),
        model({ text: "" }),
        model({ text: "three" }),
        model({ text: "", thoughtSignature: "c2ln" }),
        user({ text: "And?" }),
        model({ text: "four" }),
      ).map(({ parts }) => parts),
    ).toEqual([
      [{ type: "text", text: "Hi" }],
      [
        { type: "text", text: "One \ntwo" },
        { type: "tool-call", toolCallId: "1", toolName: "f", input: "{}" },
        { type: "text", text: "three" },
      ],
      [{ type: "text", text: "And?" }],
      [{ type: "text", text: "four" }],
    ]);
  });

  it("of a reply may be empty", () => {
    expect(decode(user({ text: "Hi" }), { role: "model" }, model({ thought: true }))).toEqual([
      { role: "user", parts: [{ type: "text", text: "Hi" }] },
      { role: "assistant", parts: [] },
    ]);
  });

  it("keep a user's texts apart, and blanks as they are", () => {
    expect(decode(user({ text: " a" }, { text: "" }), user({ text: "b\t" }))).toEqual([
      {
        role: "user",
        parts: [
          { type: "text", text: " a" },
          { type: "text", text: "" },
        ],
      },
      { role: "user", parts: [{ type: "text", text: "b\t" }] },
    ]);
  });

  it("tell thoughts from what was said", () => {
    expect(decode(model({ text: "Hm.", thought: true }, { text: "Yes." }))).toEqual([
      {
        role: "assistant",
        parts: [
          { type: "thinking", text: "Hm." },
          { type: "text", text: "Yes." },
        ],
      },
    ]);
  });
});

describe("media", () => {
  it("are images, sounds and files by their type", () => {
    const [message] = decode(
      user(
        { inlineData: { mimeType: "IMAGE/png", data: "AA==" }, mediaResolution: { level: "LOW" } },
        { inlineData: { mimeType: "audio/mp3", data: "AA==" } },
        { inlineData: { mimeType: "video/mp4", data: "AA==", displayName: "a.mp4" } },
        { fileData: { mimeType: "image/jpeg", fileUri: "https://example.com/a.jpg" } },
        { fileData: { fileUri: "https://www.youtube.com/watch?v=1" }, videoMetadata: { fps: 1 } },
      ),
    );
    expect(message?.parts).toEqual([
      {
        type: "image",
        source: { kind: "data", mediaType: "IMAGE/png", base64: "AA==" },
        detail: "LOW",
      },
      { type: "audio", source: { kind: "data", mediaType: "audio/mp3", base64: "AA==" } },
      {
        type: "file",
        source: { kind: "data", mediaType: "video/mp4", base64: "AA==" },
        filename: "a.mp4",
      },
      { type: "image", source: { kind: "url", url: "https://example.com/a.jpg" } },
      { type: "file", source: { kind: "url", url: "https://www.youtube.com/watch?v=1" } },
    ]);
  });
});

describe("calls and results", () => {
  it("are matched by their ids", () => {
    expect(
      idsOf(model(call("f", "1"), call("f", "2")), user(result("f", "2"), result("f", "1"))),
    ).toEqual(["1", "2", "2", "1"]);
  });

  it("are matched by name and order where ids are missing, and stay the same as the history grows", () => {
    const history = [
      model(call("f"), call("g"), call("f")),
      user(result("g"), result("f"), result("f")),
      model(call("f")),
      user(result("f")),
    ];
    const ids = [
      "unnamed_f_1 unnamed_g_1 unnamed_f_2",
      "unnamed_g_1 unnamed_f_1 unnamed_f_2",
      "unnamed_f_3 unnamed_f_3",
    ].flatMap((round) => round.split(" "));
    expect(idsOf(...history)).toEqual(ids);
    expect(idsOf(...history.slice(0, 2))).toEqual(ids.slice(0, 6));
  });

  it("keep the call's id where only the result has lost it", () => {
    expect(
      idsOf(model(call("f", "call_1"), call("f", "call_2")), user(result("f"), result("f"))),
    ).toEqual(["call_1", "call_2", "call_1", "call_2"]);
    expect(
      idsOf(
        model(call("f", "call_1"), call("f", "call_2")),
        user(result("f", "call_1"), result("f")),
      ),
    ).toEqual(["call_1", "call_2", "call_1", "call_2"]);
  });

  it("of a round that was given up are left alone", () => {
    expect(
      idsOf(
        model(call("f", "old")),
        user({ text: "Stop." }),
        model(call("f", "new")),
        user(result("f")),
      ),
    ).toEqual(["old", "new", "new"]);
  });

  it("have no ids where these are empty", () => {
    expect(idsOf(model(call("f", "")), user(result("f", "")))).toEqual([
      "unnamed_f_1",
      "unnamed_f_1",
    ]);
  });

  it("of one streamed reply are one round", () => {
    expect(
      idsOf(model(call("f", "1")), model(call("f", "2")), user(result("f"), result("f"))),
    ).toEqual(["1", "2", "1", "2"]);
  });

  it("without their call are told apart from any other", () => {
    expect(idsOf(user(result("f")), user(result("f", "call_7")))).toEqual([
      "unnamed_f_0",
      "call_7",
    ]);
  });

  it.each<[JsonValue, string, boolean]>([
    [{ output: "42" }, "42", false],
    [{ output: { a: 1 } }, '{"a":1}', false],
    [{ error: "No such city." }, "No such city.", true],
    [{ error: { code: 1 } }, '{"code":1}', true],
    [{ error: "x", output: "y" }, '{"error":"x","output":"y"}', true],
    [{ error: null, output: "y" }, '{"error":null,"output":"y"}', false],
    [{ error: false, rows: [] }, '{"error":false,"rows":[]}', false],
    [{ error: "" }, "", true],
    [{ error: "", output: "y" }, '{"error":"","output":"y"}', false],
    [{ result: "42" }, '{"result":"42"}', false],
    [{ name: "f", content: "42" }, '{"name":"f","content":"42"}', false],
    [{}, "{}", false],
  ])("make of the response %j the text %j", (response, text, isError) => {
    const [message] = decode(user({ functionResponse: { id: "1", name: "f", response } }));
    expect(message).toEqual({
      role: "tool",
      parts: [
        {
          type: "tool-result",
          toolCallId: "1",
          toolName: "f",
          content: [{ type: "text", text }],
          ...(isError ? { isError } : {}),
        },
      ],
    });
  });

  it("may have media, and no response", () => {
    const image = { inline_data: { mime_type: "image/png", data: "AA==" } };
    const [message] = decode(user({ functionResponse: { name: "f", id: "1", parts: image } }));
    expect(message?.parts[0]).toMatchObject({
      content: [{ type: "image", source: { kind: "data", base64: "AA==" } }],
    });
  });

  it("stand in their order between what the user says", () => {
    expect(
      decode(
        model(call("f", "1"), call("g", "2")),
        user({ text: "a" }, result("f", "1"), result("g", "2"), { text: "b" }, { text: "c" }),
      ).map(({ role, parts }) => [role, parts.length]),
    ).toEqual([
      ["assistant", 2],
      ["user", 1],
      ["tool", 1],
      ["tool", 1],
      ["user", 2],
    ]);
  });

  it("that Google's servers carried out are kept in a history from there", () => {
    expect(
      decode(
        model(
          { executableCode: { language: "PYTHON", code: "1+1" } },
          { codeExecutionResult: { outcome: "OUTCOME_OK", output: "2" } },
          { toolCall: { id: "t1", toolType: "GOOGLE_SEARCH", args: { q: "x" } } },
          { toolResponse: { id: "t1", toolType: "GOOGLE_SEARCH", response: { output: "y" } } },
        ),
      ),
    ).toEqual([
      {
        role: "assistant",
        parts: [
          { type: "text", text: "\n```\n1+1\n```\n\n```\n2\n```\n" },
          { type: "tool-call", toolCallId: "t1", toolName: "GOOGLE_SEARCH", input: '{"q":"x"}' },
          {
            type: "tool-result",
            toolCallId: "t1",
            toolName: "GOOGLE_SEARCH",
            content: [{ type: "text", text: "y" }],
          },
        ],
      },
    ]);
  });
});
