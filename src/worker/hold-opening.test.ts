import { expect, it } from "vitest";
import { createHoldOpening, type OpeningSource } from "./hold-opening";

function threadIdsOf(source: Partial<OpeningSource>): readonly string[] {
  return createHoldOpening({
    headers: new Headers(),
    credentials: [],
    body: new Uint8Array(),
    request: {
      messages: [],
      tools: [],
      toolChoice: { type: "auto" },
      allowsParallelToolCalls: true,
      responseFormat: { type: "text" },
      parameters: {},
      unknownFields: {},
    },
    isStream: false,
    rawRequest: "{}",
    dialect: "anthropic-messages",
    seat: null,
    ...source,
  }).threadIds;
}

it("a client's thread is known by its headers and by its body, each under its own word", () => {
  const headers = new Headers({ session_id: "one", "x-claude-code-session-id": "two" });
  expect(threadIdsOf({ headers, threadId: "three" })).toEqual([
    "codex:one",
    "claude-code:two",
    "anthropic-messages:three",
  ]);
  expect(threadIdsOf({})).toEqual([]);
  const codex = new Headers({ "session-id": "several", "thread-id": "one" });
  expect(threadIdsOf({ headers: codex })).toEqual(["codex:one"]);
  codex.set("session_id", "one");
  expect(threadIdsOf({ headers: codex })).toEqual(["codex:one"]);
  expect(threadIdsOf({ threadId: "x".repeat(1_000) })[0]?.length).toBeLessThan(257);
});
