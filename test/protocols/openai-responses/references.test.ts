import { expect, it } from "vitest";
import type { ReplyEvent } from "../../../src/core/turn";
import { replaceReferences } from "../../../src/protocols/openai-responses/references";

const ID = "0".repeat(32);
const REPLY: readonly ReplyEvent[] = [
  { type: "text-delta", text: "Wait. ".repeat(1_000) },
  { type: "tool-call", toolCallId: "call_1", toolName: "look", input: "{}" },
  { type: "finish", finishReason: "tool-calls" },
];

function name(count: number, bytesMax: number) {
  const reference = { type: "item_reference", id: `msg_${ID}_0` };
  const input = Array.from({ length: count }, () => reference);
  return replaceReferences({ input }, new Map([[ID, REPLY]]), bytesMax);
}

it("an item stands in each place where it is named, up to so many bytes altogether", () => {
  const once = name(1, 10_000);
  if (once?.ok !== true) throw new Error("The item was not found.");
  const bytes = JSON.stringify(once.value["input"]).length - 2;
  expect(name(3, 3 * bytes)).toMatchObject({ ok: true, value: { input: { length: 3 } } });
  expect(name(3, 3 * bytes - 1)).toBeNull();
});

it("a short request that names a long item ten thousand times is turned away, and not written out", () => {
  expect(name(10_000, 8 * 1024 * 1024)).toBeNull();
});

it("an item is found by its response, its place and its kind alone", () => {
  const find = (id: string) => {
    const found = replaceReferences({ input: [{ id }] }, new Map([[ID, REPLY]]), 10_000);
    return found?.ok === true ? found.value["input"] : found?.error.code;
  };
  expect(find(`fc_${ID}_1`)).toMatchObject([{ type: "function_call", call_id: "call_1" }]);
  expect(find(`ctc_${ID}_1`)).toMatchObject([{ type: "function_call", call_id: "call_1" }]);
  const others = [`msg_${ID}_1`, `fc_${ID}_0`, `fc_${ID}_2`, `msg_${"1".repeat(32)}_0`, "rs_1"];
  expect(others.map(find)).toEqual(others.map(() => "item_not_found"));
});
