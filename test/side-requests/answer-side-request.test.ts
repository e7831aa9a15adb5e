import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/core/json";
import { guessLanguage, makeTitle } from "../../src/side-requests/make-title";
import { recogniseSideRequest } from "../../src/side-requests/recognise-side-request";
import * as ui from "./chat-uis";
import { decode } from "./decode";

function answerOf(body: JsonObject): string | null {
  const { request, hints } = decode(body);
  return recogniseSideRequest(request, hints)?.answer ?? null;
}

describe("a title", () => {
  it.each([
    ["What is two plus two?", "What is two plus two"],
    ["hello", "hello"],
    ["  \n\n# A heading\n\nand more", "A heading"],
    [
      "Please tell me everything about the history of glass in Venice",
      "Please tell me everything about the",
    ],
    [
      "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen ist ein Wort",
      "Donaudampfschifffahrtsgesellschaftskapitänsmützena",
    ],
    ["東京の週末の天気はどうなりますか？傘は要りますか。", "東京の週末の天気はどうなりますか"],
    [
      "これは句読点のないとても長い日本語の文章なので途中で切らなければなりません",
      "これは句読点のないとても長い日本語の文章なので途",
    ],
    [
      "请解释一下量子纠缠，以及它为什么不能用来通信",
      "请解释一下量子纠缠，以及它为什么不能用来通信",
    ],
    ["김치찌개 만드는 법을 알려 줘.", "김치찌개 만드는 법을 알려 줘"],
    ['"Quoted" **and** `marked`', "Quoted and marked"],
    ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"],
    ["", "Conversation"],
    ["...", "Conversation"],
  ])("of %j is %j", (text, title) => {
    expect(makeTitle(text)).toBe(title);
  });

  it("is as short as its client asks for, and never half a character", () => {
    expect(makeTitle("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 10)).toBe("👩‍👩‍👧‍👦");
    expect(makeTitle("東京の週末の天気はどうなりますか", 10)).toBe("東京の週末の天気はど");
  });
});

describe("a language", () => {
  it.each([
    ["Hello", "English"],
    ["天気は？", "Japanese"],
    ["天气", "Chinese"],
    ["날씨", "Korean"],
    ["Погода", "Russian"],
  ])("of %j is %s", (text, language) => {
    expect(guessLanguage(text)).toBe(language);
  });
});

describe("an answer", () => {
  const title = ui.libreChatTitle("Where is the library?", "");

  it("is JSON where the client asks for it beside the prompt", () => {
    expect(answerOf({ ...title, response_format: { type: "json_object" } })).toBe(
      '{"title":"Where is the library"}',
    );
  });

  it("has every property of the client's schema, and fits it", () => {
    const schema = {
      type: "object",
      properties: {
        title: { type: "string" },
        kind: { enum: ["chat", "code"] },
        isPinned: { type: "boolean" },
        detail: { type: "object", properties: { words: { type: "integer" } } },
      },
      required: ["title", "kind", "isPinned", "detail"],
    };
    const format = { type: "json_schema", json_schema: { name: "title", schema } };
    expect(JSON.parse(answerOf({ ...title, response_format: format }) ?? "")).toEqual({
      title: "Where is the library",
      kind: "chat",
      isPinned: false,
      detail: { words: 0 },
    });
  });

  it.each([
    {
      type: "object",
      properties: { year: { type: "integer", minimum: 1900 } },
      required: ["year"],
    },
    { type: "object", properties: { a: { $ref: "#/$defs/missing" } }, required: ["a"] },
    { type: "array" },
  ])("is left to a person where no answer by rule fits the schema: %j", (schema) => {
    const format = { type: "json_schema", json_schema: { name: "title", schema } };
    expect(answerOf({ ...title, response_format: format })).toBeNull();
  });

  it.each([
    ["ls -la src", "ls"],
    ["npm run build", "npm"],
    ["cat $(secret)", "command_injection_detected"],
    ["ls `id`", "command_injection_detected"],
    ["a && b", "command_injection_detected"],
    ["a | b > c", "command_injection_detected"],
    ["LD_PRELOAD=./x ls", "command_injection_detected"],
    ["ls\nrm -rf x", "command_injection_detected"],
  ])("to a command's prefix names none that hides another command: %j", (command, prefix) => {
    expect(answerOf(ui.claudeCodePrefix(command))).toBe(prefix);
  });

  it("recalls no more than the last messages, in brief", () => {
    const chat = Array.from({ length: 12 }, (_, index) => ({
      role: index % 2 === 0 ? "user" : "assistant",
      content: `${index} ${"words ".repeat(100)}`,
    })) as unknown as ui.Chat;
    const lines = (answerOf(ui.nextChatMemory(chat)) ?? "").split("\n");
    expect(lines.map((line) => line.slice(0, 12))).toHaveLength(8);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(160);
  });
});
