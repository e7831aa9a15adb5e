import { describe, expect, it } from "vitest";
import type { ReplyPart } from "../../src/core/turn";
import { cutReply } from "../../src/session/cut-reply";

const call = { type: "tool-call", toolCallId: "c", toolName: "look", input: "{}" } as const;

function text(value: string): ReplyPart {
  return { type: "text", text: value };
}

describe("a reply that breaks off", () => {
  it.each<readonly [number, readonly ReplyPart[], readonly ReplyPart[]]>([
    [0, [text("Hello")], []],
    [3, [text("Hello")], [text("Hel")]],
    [5, [text("Hello"), call], [text("Hello")]],
    [6, [text("Hello"), call], [text("Hello"), call]],
    [6, [text("Hello"), text(" you")], [text("Hello"), text(" ")]],
    [2, [call, text("Hello")], [call, text("He")]],
    [9, [text("Hello")], [text("Hello")]],
    [2, [text("a\u{1F44B}!")], [text("a")]],
    [3, [text("a\u{1F44B}!")], [text("a\u{1F44B}")]],
    [1, [text("\u{1F44B}")], []],
  ])("after %i characters of %j reaches the caller as %j", (chars, parts, kept) => {
    expect(cutReply({ parts, finishReason: "stop" }, chars).parts).toEqual(kept);
  });
});
