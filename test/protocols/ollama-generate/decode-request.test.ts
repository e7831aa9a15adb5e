import { describe, expect, it } from "vitest";

import type { JsonObject } from "../../../src/core/json";
import { ollamaGenerate } from "../../../src/protocols/ollama-generate";
import { decodeOrThrow } from "../codec.conformance";

function decode(fields: JsonObject) {
  return decodeOrThrow(ollamaGenerate, { model: "a-session", prompt: "Hi", ...fields });
}

describe("a prompt", () => {
  it("is one question, after its instructions and with its images", () => {
    expect(decode({ system: "Be brief.", images: ["/9j/4AAQ"] }).request.messages).toEqual([
      { role: "system", parts: [{ type: "text", text: "Be brief." }] },
      {
        role: "user",
        parts: [
          { type: "text", text: "Hi" },
          { type: "image", source: { kind: "data", mediaType: "image/jpeg", base64: "/9j/4AAQ" } },
        ],
      },
    ]);
  });

  it("stands alone where the instructions are empty", () => {
    expect(decode({ system: "", images: [] }).request.messages).toHaveLength(1);
  });

  it.each([
    ["load", { prompt: "" }],
    ["load", { prompt: null, system: "Be brief.", images: ["/9j/4AAQ"] }],
    ["unload", { prompt: "", keep_alive: 0 }],
    ["unload", { prompt: "", keep_alive: "0m" }],
  ])("that is empty is a wish to %s the model, and no turn: %j", (reason, fields) => {
    const { wantsNoTurn, context } = decode(fields);
    expect([wantsNoTurn, context.options["noTurnReason"]]).toEqual([true, reason]);
  });

  it("of a blank is a turn", () => {
    expect(decode({ prompt: " ", keep_alive: 0 })).not.toHaveProperty("wantsNoTurn");
  });
});

describe("parameters", () => {
  it("shows what a person can heed, as it was sent", () => {
    const shown = {
      suffix: "return total",
      template: "{{ .Prompt }}",
      raw: true,
      think: false,
    };
    const options = { temperature: 0, stop: "\n" };
    const { request, context } = decode({ ...shown, options, width: null, steps: 0 });
    expect(request.parameters).toEqual({ ...options, ...shown });
    expect(request.unknownFields).toEqual({});
    expect(context.options["stopSequences"]).toEqual(["\n"]);
  });

  it("takes back the empty context of its own responses", () => {
    expect(decode({ context: [] }).request.unknownFields).toEqual({});
  });

  it("decodes a schema, and streams unless that is switched off", () => {
    const { request, context } = decode({ format: { type: "object" }, stream: false });
    expect(request.responseFormat).toMatchObject({ type: "json-schema" });
    expect([context.isStream, decode({}).context.isStream]).toEqual([false, true]);
  });

  it("records what it does not know", () => {
    expect(decode({ messages: [] }).request.unknownFields).toEqual({ messages: [] });
  });
});
