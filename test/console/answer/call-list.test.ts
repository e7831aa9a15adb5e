import { describe, expect, it } from "vitest";
import {
  demandsCall,
  kindAskedFor,
  unavailableReason,
} from "../../../src/console/answer/answer-availability";
import {
  callableTools,
  canAddCall,
  contentOfCalls,
  firstCalls,
  keepCalls,
  moveCall,
  newCall,
  readKeptCalls,
  restoreCalls,
  searchTools,
  type CallDraft,
} from "../../../src/console/answer/call-list";
import { setText } from "../../../src/console/schema-form/edit-form";
import type { ResponseFormat, ToolChoice, ToolDefinition } from "../../../src/core/turn";

const WEATHER: ToolDefinition = {
  name: "get_weather",
  description: "The weather at a place",
  inputSchema: {
    type: "object",
    properties: { city: { type: "string" }, days: { type: "integer" } },
    required: ["city"],
  },
};
const GATE: ToolDefinition = { name: "open_gate" };

function demands(
  toolChoice: ToolChoice = { type: "auto" },
  responseFormat: ResponseFormat = { type: "text" },
  tools: readonly ToolDefinition[] = [WEATHER, GATE],
) {
  return { tools, toolChoice, responseFormat, allowsParallelToolCalls: true };
}

const JSON_FORMAT: ResponseFormat = { type: "json" };

describe("what can be answered", () => {
  it.each([
    ["a call without tools", "tool-call", demands(undefined, undefined, []), 0, "no-tools"],
    ["a call that is forbidden", "tool-call", demands({ type: "none" }), 0, "tools-forbidden"],
    ["a call behind text that has gone", "tool-call", demands(), 5, null],
    ["a form where text is asked for", "form", demands(), 0, "no-format"],
    ["a form where JSON is asked for", "form", demands(undefined, JSON_FORMAT), 0, null],
    [
      "a form where a call is demanded",
      "form",
      demands({ type: "required" }, JSON_FORMAT),
      0,
      "call-demanded",
    ],
    ["a refusal", "refuse", demands(), 0, null],
    ["a refusal behind text that has gone", "refuse", demands(), 1, "text-has-gone"],
    ["a call of what is not loaded", "tool-call", null, 0, "not-loaded"],
    ["an error behind text that has gone", "error", null, 9, null],
  ] as const)("says why not: %s", (_, kind, view, sentChars, reason) => {
    expect(unavailableReason(kind, view, sentChars)).toBe(reason);
  });

  it("begins with what the question asks for", () => {
    expect(kindAskedFor(null)).toBe("text");
    expect(kindAskedFor(demands())).toBe("text");
    expect(kindAskedFor(demands({ type: "required" }))).toBe("tool-call");
    expect(kindAskedFor(demands(undefined, JSON_FORMAT))).toBe("form");
  });

  it("demands no call of a tool that is not offered, as nobody could satisfy that", () => {
    expect(demandsCall(demands({ type: "tool", toolName: "open_gate" }))).toBe(true);
    expect(demandsCall(demands({ type: "tool", toolName: "close_gate" }))).toBe(false);
    expect(demandsCall(demands({ type: "required" }, undefined, []))).toBe(false);
  });
});

describe("the tools to pick from", () => {
  it("are those that the choice allows", () => {
    const named = demands({ type: "tool", toolName: "open_gate" });
    expect(callableTools(named)).toEqual([GATE]);
    expect(callableTools(demands({ type: "none" }))).toEqual([]);
    expect(callableTools(demands())).toEqual([WEATHER, GATE]);
  });

  it("are found by every word in name or description, in any width and case", () => {
    expect(searchTools([WEATHER, GATE], "PLACE weath")).toEqual([WEATHER]);
    expect(searchTools([WEATHER, GATE], "ｏｐｅｎ")).toEqual([GATE]);
    expect(searchTools([WEATHER, GATE], "gate weather")).toEqual([]);
    expect(searchTools([WEATHER, GATE], "  ")).toEqual([WEATHER, GATE]);
  });

  it("are picked without asking only where one is demanded and no other could be", () => {
    const named = demands({ type: "tool", toolName: "open_gate" });
    expect(firstCalls(named).map(({ toolName }) => toolName)).toEqual(["open_gate"]);
    expect(firstCalls(demands({ type: "required" }))).toEqual([]);
    expect(firstCalls(demands(undefined, undefined, [GATE]))).toEqual([]);
  });

  it("end after one call where the caller takes one at a time", () => {
    const single = { ...demands(), allowsParallelToolCalls: false };
    expect([canAddCall(single, 0), canAddCall(single, 1)]).toEqual([true, false]);
    expect(canAddCall(demands(), 7)).toBe(true);
  });
});

function filled(calls: readonly CallDraft[], tool: ToolDefinition, city: string): CallDraft {
  const call = newCall(calls, tool);
  return { ...call, form: setText(call.form, ["city"], city) };
}

describe("the calls of an answer", () => {
  it("keep an id of their own when others go", () => {
    const first = newCall([], WEATHER);
    const second = newCall([first], GATE);
    expect(newCall([second], GATE).id).toBe(second.id + 1);
  });

  it("are moved within the list alone", () => {
    const calls = [newCall([], WEATHER), { ...newCall([], GATE), id: 1 }];
    expect(moveCall(calls, 0, 1).map(({ id }) => id)).toEqual([1, 0]);
    expect(moveCall(calls, 1, 2)).toBe(calls);
    expect(moveCall(calls, 0, -1)).toBe(calls);
  });

  it("go as compact JSON behind the text, if there is one", () => {
    const call = filled([], WEATHER, "Zürich");
    const part = { type: "tool-call", toolName: "get_weather", input: '{"city":"Zürich"}' };
    expect(contentOfCalls("", [call])).toEqual({ parts: [part], finishReason: "tool-calls" });
    expect(contentOfCalls("Wait.", [call])).toEqual({
      parts: [{ type: "text", text: "Wait." }, part],
      finishReason: "tool-calls",
    });
  });

  it("go as they are typed where they are no JSON and are sent all the same", () => {
    const call = newCall([], WEATHER);
    const broken = { ...call, form: setText(call.form, ["city"], "x") };
    const raw = restoreCalls(
      [WEATHER],
      [{ toolName: "get_weather", text: '{"city":', isRaw: true }],
    );
    expect(contentOfCalls("", [broken, ...raw])).toMatchObject({
      parts: [{ input: '{"city":"x"}' }, { input: '{"city":' }],
    });
  });

  it("come back after a reload, without those whose tool is not offered any more", () => {
    const calls = [filled([], WEATHER, "Bern"), { ...newCall([], GATE), id: 1 }];
    const kept = readKeptCalls(JSON.parse(JSON.stringify(keepCalls(calls))));
    const restored = restoreCalls([WEATHER], kept);
    expect(restored.map(({ toolName }) => toolName)).toEqual(["get_weather"]);
    expect(contentOfCalls("", restored)).toMatchObject({ parts: [{ input: '{"city":"Bern"}' }] });
  });

  it("are none where what was kept is something else", () => {
    expect(readKeptCalls([{ toolName: 1 }, null, "x"])).toEqual([]);
    expect(readKeptCalls({})).toEqual([]);
  });
});
