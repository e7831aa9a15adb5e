import { describe, expect, it } from "vitest";

import { geminiGenerateContent } from "../../../src/protocols/gemini-generate-content";
import { readTarget } from "../../../src/protocols/gemini-generate-content/read-target";

function read(path: string, query = "") {
  return readTarget(path, new URLSearchParams(query));
}

function modelOf(path: string): string | undefined {
  return read(path)?.hints.model;
}

describe("the path", () => {
  it("names the model and what is wanted of it", () => {
    expect(read("/v1beta/models/town-guard-7:generateContent")).toEqual({
      operation: "chat",
      hints: { operation: "chat", model: "town-guard-7", isStream: false },
    });
    expect(read("/v1/models/town-guard-7:countTokens")).toEqual({
      operation: "count-tokens",
      hints: { operation: "count-tokens", model: "town-guard-7", isStream: false },
    });
  });

  it.each([
    ["", "json-array"],
    ["alt=json", "json-array"],
    ["alt=sse", "sse"],
    ["$alt=sse", "sse"],
    ["key=x&alt=SSE", "sse"],
  ])("with the query %j streams as %s", (query, framing) => {
    expect(read("/v1beta/models/m:streamGenerateContent", query)).toEqual({
      operation: "chat",
      hints: { operation: "chat", model: "m", isStream: true, framing },
    });
  });

  it.each([
    ["qwen:latest:generateContent", "qwen:latest"],
    ["qwen%3Alatest%3AgenerateContent", "qwen:latest"],
    ["team/one:generateContent", "team/one"],
    ["team%2Fone:generateContent", "team/one"],
    ["models/one:generateContent", "models/one"],
    ["p%C3%A4ir%20%F0%9F%A6%8A:generateContent", "päir 🦊"],
    ["100%25:generateContent", "100%"],
  ])("of %s names %j", (resource, model) => {
    expect(modelOf(`/v1beta/models/${resource}`)).toBe(model);
  });

  it.each([
    "/v1beta/models/m",
    "/v1beta/models/m:embedContent",
    "/v1beta/models/m:toString",
    "/v1beta/models/m:generatecontent",
    "/v1beta/models/:generateContent",
    "/v1beta/models/generateContent",
    "/v1beta/models/%:generateContent",
    "/v1beta/models/%ff:generateContent",
    "/v1beta/files/m:generateContent",
  ])("%s leads nowhere", (path) => {
    expect(read(path)).toBeNull();
  });
});

describe("the paths of Google's errors", () => {
  it.each([
    "/v1beta",
    "/v1beta/models",
    "/v1beta/models/m",
    "/v1beta/files/x",
    "/upload/v1beta/files",
    "/v1/models/m:generateContent",
    "/v1/models/m%3AstreamGenerateContent",
    "/v1/models/a/b:embedContent",
  ])("include %s", (path) => {
    expect(geminiGenerateContent.errorPaths.test(path)).toBe(true);
  });

  it.each(["/v1/models", "/v1/models/m", "/v1/models/qwen:latest", "/v1betas", "/v1/chat/x"])(
    "do not include %s",
    (path) => {
      expect(geminiGenerateContent.errorPaths.test(path)).toBe(false);
    },
  );
});
