import { describe, expect, it } from "vitest";

import type { JsonObject } from "../../../src/core/json";
import { anthropicMessages } from "../../../src/protocols/anthropic-messages";
import { recogniseSideRequest } from "../../../src/side-requests/recognise-side-request";
import { decodeOrThrow } from "../codec.conformance";
import { withFields } from "./faulty-body";

/** What Claude Code sends besides its questions, in the form in which it sends it. */

function decode(fields: JsonObject) {
  return decodeOrThrow(anthropicMessages, withFields(fields), { isBeta: true });
}

const SESSION_ID = "6f1e2d3c-4b5a-4678-9abc-def012345678";
const userIdOf = (user_id: string) => decode({ metadata: { user_id } }).threadId;

describe("the thread id", () => {
  it("is the session in the user id, of older versions and of newer ones", () => {
    expect(userIdOf(`user_${"a".repeat(64)}_account__session_${SESSION_ID}`)).toBe(SESSION_ID);
    const json = { device_id: "d", account_uuid: "", session_id: SESSION_ID };
    expect(userIdOf(JSON.stringify(json))).toBe(SESSION_ID);
  });

  it.each([
    "user-7",
    "",
    "{",
    "{}",
    '{"session_id":7}',
    '{"session_id":""}',
    `_session_${SESSION_ID}_2`,
  ])("is nothing of another program's user id: %j", (userId) => {
    expect(userIdOf(userId)).toBeUndefined();
  });
});

const header = (nonce: string) =>
  `x-anthropic-billing-header: cc_version=2.1.226.0ab; cc_entrypoint=cli; cch=${nonce};`;

describe("the line before the system prompt, which is another one in each request", () => {
  const prompt = { type: "text", text: "You are Claude Code." };

  it("is shown as a parameter and no part of the prompt, in a block or above the prompt", () => {
    const inBlock = decode({ system: [{ type: "text", text: header("36ee5") }, prompt] });
    const above = decode({ system: `${header("0aaa9")}\n\n${prompt.text}` });
    for (const { request } of [inBlock, above])
      expect(request.messages[0]).toEqual({ role: "system", parts: [prompt] });
    expect(inBlock.request.parameters["x-anthropic-billing-header"]).toBe(
      "cc_version=2.1.226.0ab; cc_entrypoint=cli; cch=36ee5;",
    );
  });

  it("may be all that there is", () => {
    const { messages } = decode({ system: [{ type: "text", text: header("36ee5") }] }).request;
    expect(messages.map(({ role }) => role)).toEqual(["user"]);
  });

  it("is left alone elsewhere", () => {
    const text = `Quoted:\n${header("36ee5")}`;
    expect(decode({ system: text }).request.messages[0]?.parts).toEqual([{ type: "text", text }]);
  });
});

function recognise(fields: JsonObject) {
  const { request, context } = decode(fields);
  return recogniseSideRequest(request, { isStream: context.isStream });
}

const says = (text: string) => [
  { role: "user", content: [{ type: "text", text, cache_control: { type: "ephemeral" } }] },
];

const blocks = (...texts: string[]) => texts.map((text) => ({ type: "text", text }));

describe("the client's own requests", () => {
  it.each([
    ["quota", "claude-code-quota-probe"],
    ["Hi", "claude-code-model-probe"],
    ["test", "claude-code-key-probe"],
  ])("are known by their one token: %s", (text, signatureId) => {
    expect(recognise({ max_tokens: 1, messages: says(text) })).toMatchObject({
      kind: "probe",
      signatureId,
      marks: { structure: true, wording: true },
    });
    // With more tokens it is somebody's question.
    expect(recognise({ max_tokens: 1_024, messages: says(text) })?.marks.structure).not.toBe(true);
  });

  it("are known when they ask for a title, below what stands above every prompt", () => {
    const titled = recognise({
      max_tokens: 32_000,
      stream: true,
      system: blocks(
        header("36ee5"),
        "You are Claude Code, Anthropic's official CLI for Claude.",
        'Generate a concise, sentence-case title (3-7 words).\n\nReturn JSON with a single "title" field.',
      ),
      messages: says("Fix the gate"),
      metadata: { user_id: JSON.stringify({ session_id: SESSION_ID }) },
    });
    expect(titled?.signatureId).toBe("claude-code-title");
    expect(JSON.parse(titled?.answer ?? "")).toEqual({ title: "Fix the gate" });

    const system = blocks(
      "Analyze if this message indicates a new conversation topic. Answer with a JSON object with isNewTopic and title.",
    );
    const topic = recognise({ max_tokens: 512, system, messages: says("Fix the gate") });
    expect(topic?.signatureId).toBe("claude-code-topic-title");
    expect(JSON.parse(topic?.answer ?? "")).toEqual({ isNewTopic: true, title: "Fix the gate" });
  });
});
