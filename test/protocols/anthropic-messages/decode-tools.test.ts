import { describe, expect, it } from "vitest";

import type { JsonObject } from "../../../src/core/json";
import { anthropicMessages } from "../../../src/protocols/anthropic-messages";
import { decodeOrThrow } from "../codec.conformance";
import { TOOL, withFields } from "./faulty-body";

function decode(fields: JsonObject) {
  return decodeOrThrow(anthropicMessages, withFields(fields)).request;
}

describe("tools", () => {
  it("of the client's own may say so or not", () => {
    const types = [{}, { type: null }, { type: "custom" }];
    const tools = types.map((type, index) => ({ ...TOOL, ...type, name: `tool_${index}` }));
    expect(decode({ tools }).tools).toEqual(
      tools.map(({ name }) => ({ name, inputSchema: { type: "object" } })),
    );
  });

  it("that the vendor has defined and the client carries out can be called by name", () => {
    const { tools } = decode({
      tools: [
        { type: "bash_20250124", name: "bash", cache_control: { type: "ephemeral" } },
        { type: "text_editor_20250728", name: "str_replace_based_edit_tool", max_characters: 9 },
        { type: "computer_20251124", name: "computer", display_width_px: 800 },
        { type: "memory_20250818", name: "memory" },
      ],
    });
    expect(tools).toEqual([
      { name: "bash", description: "Anthropic's bash_20250124, carried out by the client." },
      {
        name: "str_replace_based_edit_tool",
        description:
          'Anthropic\'s text_editor_20250728, carried out by the client. Options: {"max_characters":9}',
      },
      {
        name: "computer",
        description:
          'Anthropic\'s computer_20251124, carried out by the client. Options: {"display_width_px":800}',
      },
      { name: "memory", description: "Anthropic's memory_20250818, carried out by the client." },
    ]);
  });

  it("of a set are its members, but for those that are switched off", () => {
    const off = { enabled: false };
    const { tools } = decode({
      tools: [
        { type: "computer_toolset_20260801", configs: { zoom: off, wait: off, key: null } },
        { type: "browser_toolset_20260801" },
      ],
    });
    const names = tools.map(({ name }) => name);
    expect(names).toHaveLength(17 - 2 + 31);
    expect(names).toEqual(expect.arrayContaining(["computer.key", "browser.key"]));
    expect(names).not.toContain("computer.zoom");
    expect(tools[0]).toEqual({
      name: "computer.key",
      description: "key of Anthropic's computer_toolset_20260801, carried out by the client.",
    });
  });

  it("that the vendor's servers carry out are shown, and no reply can call them", () => {
    const request = decode({
      tools: [
        TOOL,
        { type: "web_search_20250305", name: "web_search", max_uses: 5 },
        { type: "web_fetch_20260318", name: "web_fetch" },
        { type: "code_execution_20260521", name: "code_execution" },
        { type: "tool_search_tool_bm25_20251119", name: "tool_search_tool_bm25" },
        { type: "tool_search_tool_regex", name: "tool_search_tool_regex" },
        { type: "advisor_20260301", name: "advisor", model: "m" },
      ],
    });
    expect(request.tools.map(({ name }) => name)).toEqual(["look_up"]);
    expect(request.parameters["hosted_tools"]).toEqual([
      "web_search",
      "web_fetch",
      "code_execution",
      "tool_search_tool_bm25",
      "tool_search_tool_regex",
      "advisor",
    ]);
  });

  it.each([
    [{ type: "auto" }, { type: "auto" }, true],
    [{ type: "auto", disable_parallel_tool_use: true }, { type: "auto" }, false],
    [{ type: "any", disable_parallel_tool_use: false }, { type: "required" }, true],
    [
      { type: "tool", name: "look_up", disable_parallel_tool_use: true },
      { type: "tool", toolName: "look_up" },
      false,
    ],
    [{ type: "none" }, { type: "none" }, true],
  ])("are chosen by %j", (tool_choice, toolChoice, allowsParallelToolCalls) => {
    expect(decode({ tools: [TOOL], tool_choice })).toMatchObject({
      toolChoice,
      allowsParallelToolCalls,
    });
  });
});
