import { describe, expect, it } from "vitest";

import type { JsonObject, JsonValue } from "../../../src/core/json";
import { openAiResponses } from "../../../src/protocols/openai-responses";
import { decodeOrThrow } from "../codec.conformance";
import { CODEX_REQUEST } from "./codex-request";

function decode(fields: JsonObject) {
  return decodeOrThrow(openAiResponses, { model: "a-session", input: "Hi", ...fields });
}

function decodeItems(...input: JsonValue[]) {
  return decode({ input }).request.messages;
}

const call = (id: string) => ({
  id: `fc_${id}`,
  type: "function_call",
  status: "completed",
  call_id: id,
  name: "look",
  arguments: '{ "at": 1 }',
});
const callPart = (toolCallId: string) => ({
  type: "tool-call",
  toolCallId,
  toolName: "look",
  input: '{ "at": 1 }',
});
const thoughts = (summary: readonly JsonValue[], content: readonly JsonValue[] | null) => ({
  type: "reasoning",
  id: "rs_1",
  summary,
  content,
  encrypted_content: "gAAAA",
});
const data = (mediaType: string) => ({ kind: "data", mediaType, base64: "AAAA" });
const said = (role: string, text: string) => ({ role, parts: [{ type: "text", text }] });

describe("input", () => {
  it("takes what Codex's agents write to each other, and says where only the vendor can read it", () => {
    const encrypted = { type: "encrypted_content", encrypted_content: "gAAAA" };
    const message = {
      type: "agent_message",
      author: "scout",
      recipient: "lead",
      content: [{ type: "input_text", text: "Found it." }, encrypted],
    };
    const result = { type: "function_call_output", call_id: "call_1", output: [encrypted] };
    const hidden = { type: "text", text: "[encrypted]" };
    expect(decodeItems(message, result)).toEqual([
      { role: "user", name: "scout", parts: [{ type: "text", text: "Found it." }, hidden] },
      {
        role: "tool",
        parts: [{ type: "tool-result", toolCallId: "call_1", content: [hidden] }],
      },
    ]);
  });

  it("is a user's message where it is a string, after the instructions", () => {
    const { request, keeping } = decode({ instructions: "Be brief." });
    expect(request.messages).toEqual([said("system", "Be brief."), said("user", "Hi")]);
    expect(keeping).toEqual({ isKept: true, instructionCount: 1, referencedItemIds: [] });
  });

  it("decodes messages of every role, with or without a type", () => {
    expect(
      decodeItems(
        { role: "system", content: "S" },
        { type: "message", role: "developer", content: [{ type: "input_text", text: "D" }] },
        { type: null, role: "user", content: "U" },
        { role: "assistant", content: "A", phase: "commentary" },
        { id: "msg_1", type: "message", role: "assistant", status: "completed", content: [] },
      ),
    ).toEqual([
      said("system", "S"),
      said("developer", "D"),
      said("user", "U"),
      said("assistant", "A"),
      { role: "assistant", parts: [] },
    ]);
  });

  it("puts the calls of a reply to its words, and each result into a message of its own", () => {
    const output = [{ type: "input_image", image_url: "https://example.com/cat.png" }];
    expect(
      decodeItems(
        { role: "assistant", content: [{ type: "output_text", text: "One moment." }] },
        call("call_1"),
        call("call_2"),
        { type: "function_call_output", call_id: "call_1", output: "A dog." },
        { type: "function_call_output", call_id: "call_2", output },
        call("call_3"),
      ),
    ).toEqual([
      {
        role: "assistant",
        parts: [{ type: "text", text: "One moment." }, callPart("call_1"), callPart("call_2")],
      },
      {
        role: "tool",
        parts: [
          {
            type: "tool-result",
            toolCallId: "call_1",
            content: [{ type: "text", text: "A dog." }],
          },
        ],
      },
      {
        role: "tool",
        parts: [
          {
            type: "tool-result",
            toolCallId: "call_2",
            content: [
              { type: "image", source: { kind: "url", url: "https://example.com/cat.png" } },
            ],
          },
        ],
      },
      { role: "assistant", parts: [callPart("call_3")] },
    ]);
  });

  it("takes images and files by URL, by bytes and by the vendor's ids", () => {
    const [message] = decodeItems({
      role: "user",
      content: [
        { type: "input_image", image_url: "data:image/png;base64,AAAA", detail: "original" },
        { type: "input_image", file_id: "file-1", image_url: null },
        { type: "input_file", file_data: "AAAA", filename: "a.bin", file_id: null },
        { type: "input_file", file_data: "data:application/pdf;base64,AAAA" },
        { type: "input_file", file_url: "https://example.com/a.pdf" },
        { type: "input_file", file_id: "file-2" },
        { type: "input_audio", input_audio: { data: "AAAA", format: "mp3" } },
      ],
    });
    expect(message?.parts).toEqual([
      { type: "image", source: data("image/png"), detail: "original" },
      { type: "image", source: { kind: "file-id", fileId: "file-1" } },
      { type: "file", source: data("application/octet-stream"), filename: "a.bin" },
      { type: "file", source: data("application/pdf") },
      { type: "file", source: { kind: "url", url: "https://example.com/a.pdf" } },
      { type: "file", source: { kind: "file-id", fileId: "file-2" } },
      { type: "audio", source: data("audio/mpeg"), format: "mp3" },
    ]);
  });

  it("names the calls of a group's tools as the group's are offered", () => {
    const fields = { call_id: "call_1", name: "find", namespace: "docs" };
    expect(
      decodeItems(
        { type: "function_call", ...fields, arguments: "{}" },
        { type: "custom_tool_call", ...fields, namespace: null, input: "text" },
      ).flatMap(({ parts }) => parts),
    ).toMatchObject([
      { toolName: "docs__find", input: "{}" },
      { toolName: "find", input: "text" },
    ]);
  });

  it("keeps what another model thought, with what it said then", () => {
    expect(
      decodeItems(
        thoughts(
          [{ type: "summary_text", text: "Hm." }],
          [{ type: "reasoning_text", text: "Ah!" }],
        ),
        { role: "assistant", content: "A" },
        thoughts([], null),
        call("call_1"),
        { role: "user", content: "U" },
      ),
    ).toEqual([
      {
        role: "assistant",
        parts: [
          { type: "thinking", text: "Hm.\n\nAh!" },
          { type: "text", text: "A" },
        ],
      },
      { role: "assistant", parts: [{ type: "thinking", text: "" }, callPart("call_1")] },
      said("user", "U"),
    ]);
  });

  it("shows the calls of tools that are not offered here, with their results", () => {
    expect(
      decodeItems(
        { type: "custom_tool_call", call_id: "call_1", name: "apply_patch", input: "*** Begin" },
        { type: "custom_tool_call_output", call_id: "call_1", output: "Done." },
        {
          type: "local_shell_call",
          id: "lsh_1",
          call_id: "call_2",
          status: "completed",
          action: { type: "exec", command: ["ls"], env: {} },
        },
        { type: "local_shell_call_output", id: "call_2", output: "a.txt" },
        { type: "web_search_call", id: "ws_1", status: "completed", action: { query: "cats" } },
        { type: "shell_call_output", call_id: "call_3", output: [{ stdout: "a" }] },
      ).map(({ parts }) => parts[0]),
    ).toEqual([
      { type: "tool-call", toolCallId: "call_1", toolName: "apply_patch", input: "*** Begin" },
      { type: "tool-result", toolCallId: "call_1", content: [{ type: "text", text: "Done." }] },
      {
        type: "tool-call",
        toolCallId: "call_2",
        toolName: "local_shell",
        input: '{"action":{"type":"exec","command":["ls"],"env":{}}}',
      },
      {
        type: "tool-result",
        toolCallId: "call_2",
        toolName: "local_shell",
        content: [{ type: "text", text: "a.txt" }],
      },
      {
        type: "tool-call",
        toolCallId: "ws_1",
        toolName: "web_search",
        input: '{"action":{"query":"cats"}}',
      },
      {
        type: "tool-result",
        toolCallId: "call_3",
        toolName: "shell",
        content: [{ type: "text", text: '[{"stdout":"a"}]' }],
      },
    ]);
  });

  it("lists the items that it only names, with or without a type", () => {
    const input = [
      { type: "item_reference", id: "msg_1" },
      { id: "msg_2" },
      { role: "user", content: "U" },
    ];
    const { request, keeping } = decode({ input });
    expect(keeping?.referencedItemIds).toEqual(["msg_1", "msg_2"]);
    expect(request.messages).toEqual([said("user", "U")]);
  });

  it("may be left out where the request continues a response", () => {
    const { request, context } = decode({ input: null, previous_response_id: "resp_1" });
    expect(request.messages).toEqual([]);
    expect(context.previousResponseId).toBe("resp_1");
  });
});

describe("parameters", () => {
  it("shows what a person can heed, as it was sent, without nulls", () => {
    const shown = {
      temperature: 0.2,
      top_p: 1,
      max_output_tokens: 100,
      max_tool_calls: 3,
      reasoning: { effort: "high", summary: "auto" },
      truncation: "auto",
      context_management: [{ type: "compaction", compact_threshold: 1000 }],
      metadata: { thread: "7" },
      user: "u",
      safety_identifier: "s",
      prompt_cache_key: "k",
      prompt_cache_retention: "24h",
      prompt_cache_options: { mode: "explicit" },
      service_tier: "flex",
      store: false,
    };
    const { request, keeping } = decode({ ...shown, text: { verbosity: "low", format: null } });
    expect(request.parameters).toEqual({ ...shown, text: { verbosity: "low" } });
    expect(request.unknownFields).toEqual({});
    expect(keeping?.isKept).toBe(false);
  });

  it("records fields that it does not know, with their values", () => {
    const unknown = '"stop":["END"],"num_ctx":4096,"__proto__":{"a":1}';
    const body = JSON.parse(`{${unknown}}`) as JsonObject;
    expect(JSON.stringify(decode(body).request.unknownFields)).toBe(`{${unknown}}`);
  });

  it("takes what changes nothing as given", () => {
    const given = {
      background: false,
      include: ["reasoning.encrypted_content", "web_search_call.action.sources"],
      top_logprobs: 0,
      conversation: null,
      prompt: null,
      moderation: null,
    };
    expect(decode(given).request).toEqual(decode({}).request);
  });

  it("takes null for every parameter that may be absent", () => {
    const names = [
      "instructions",
      "previous_response_id",
      "stream",
      "stream_options",
      "tools",
      "tool_choice",
      "parallel_tool_calls",
      "text",
      "include",
      "temperature",
      "metadata",
      "reasoning",
      "store",
    ];
    const nulls = Object.fromEntries(names.map((name) => [name, null]));
    const { request, context } = decode(nulls);
    expect([request, context]).toEqual([decode({}).request, decode({}).context]);
  });

  it("remembers for the response what it repeats, and leaves out the largest where it is too much", () => {
    const fields = { instructions: "x".repeat(30_000), metadata: { a: "b" }, temperature: 1 };
    const { options } = decode({ ...fields, service_tier: "auto", unknown: 1 }).context;
    expect(options).toEqual({ metadata: { a: "b" }, temperature: 1, service_tier: "auto" });
  });
});

it("decodes what Codex sends", () => {
  const { request, context, keeping } = decodeOrThrow(openAiResponses, CODEX_REQUEST);
  expect(request.messages.map(({ role }) => role)).toEqual([
    "system",
    "developer",
    "user",
    "assistant",
    "tool",
    "assistant",
    "user",
  ]);
  expect(request.tools.map(({ name }) => name)).toEqual([
    "exec_command",
    "update_plan",
    "apply_patch",
    "mcp__docs__search",
    "functions__exec",
  ]);
  expect(request.parameters["tools_not_callable"]).toMatchObject([{ type: "web_search" }]);
  expect([keeping?.isKept, context.isStream]).toEqual([false, true]);
});
