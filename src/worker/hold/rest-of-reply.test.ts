import { expect, it } from "vitest";
import type { ReplyEvent } from "../../core/turn";
import { cutPlace, cutReply, sharedBeginning } from "./cut-reply";
import { restOfReply } from "./rest-of-reply";

const text = (words: string): ReplyEvent => ({ type: "text-delta", text: words });
const CALL: ReplyEvent = { type: "tool-call", toolCallId: "1", toolName: "look", input: "{}" };
const FINISH: ReplyEvent = { type: "finish", finishReason: "stop" };

it("what follows the text that a client has is the rest of a reply", () => {
  const reply = [text("ab"), text("cd"), CALL, FINISH];
  expect(restOfReply(reply, "")).toEqual(reply);
  expect(restOfReply(reply, "a")).toEqual([text("b"), text("cd"), CALL, FINISH]);
  expect(restOfReply(reply, "ab")).toEqual([text("cd"), CALL, FINISH]);
  expect(restOfReply(reply, "abc")).toEqual([text("d"), CALL, FINISH]);
  expect(restOfReply(reply, "abcd")).toEqual([CALL, FINISH]);
});

it("a reply that does not begin with the text that a client has is none", () => {
  const reply = [text("ab"), CALL, text("cd"), FINISH];
  expect(restOfReply(reply, "b")).toBe(null);
  expect(restOfReply(reply, "abc")).toBe(null);
  expect(restOfReply([text("ab")], "abc")).toBe(null);
  expect(restOfReply([FINISH], "a")).toBe(null);
});

it("a reply is cut behind so much of its text, and never within a character", () => {
  const reply = [text("a👋"), text("b"), CALL, FINISH];
  expect([0, 1, 2, 3, 4, 9].map((chars) => cutPlace(reply, chars))).toEqual([0, 1, 1, 3, 4, 9]);
  expect(cutReply(reply, 0)).toEqual([]);
  expect(cutReply(reply, 3)).toEqual([text("a👋")]);
  expect(cutReply(reply, 4)).toEqual([text("a👋"), text("b")]);
  expect(cutReply(reply, 9)).toEqual([text("a👋"), text("b"), CALL]);
  expect(cutReply(reply, -1)).toEqual([]);
});

it("a cut JSON text is what it shares with the one of the cut reply, and never whole", () => {
  expect(sharedBeginning('{"a":"x\\ny","n":2}', '{"a":"x","n":2}')).toBe('{"a":"x');
  expect(sharedBeginning('{"a":1}', '{"a":1}')).toBe('{"a":1');
});
