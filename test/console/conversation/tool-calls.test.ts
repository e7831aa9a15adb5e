import { expect, it } from "vitest";
import { pairToolCalls } from "../../../src/console/conversation/tool-calls";
import type { Message } from "../../../src/core/message";

it("finds a call's result and a result's call by the call's id, wherever they stand", () => {
  const call = { type: "tool-call", toolCallId: "1", toolName: "look", input: "{}" } as const;
  const result = { type: "tool-result", toolCallId: "1", content: [] } as const;
  const orphan = { type: "tool-result", toolCallId: "2", content: [] } as const;
  const messages: readonly Message[] = [
    { role: "assistant", parts: [{ type: "text", text: "a" }, call] },
    { role: "tool", parts: [orphan, result] },
  ];
  const { calls, results } = pairToolCalls(messages);
  expect([calls.get("1"), calls.get("2")]).toEqual([call, undefined]);
  expect([results.get("1"), results.get("2")]).toEqual([result, orphan]);
});
