import { describe, expect, it } from "vitest";

import type { JsonObject, JsonValue } from "../../../src/core/json";
import { anthropicMessages } from "../../../src/protocols/anthropic-messages";
import { decodeOrThrow } from "../codec.conformance";
import { withFields } from "./faulty-body";

function decodeMessages(...messages: JsonValue[]) {
  return decodeOrThrow(anthropicMessages, withFields({ messages })).request.messages;
}

function partsOf(role: "user" | "assistant", ...content: JsonObject[]) {
  const [message] = decodeMessages({ role, content });
  return message?.parts;
}

function contentOfResult(content: JsonValue) {
  const block = { type: "tool_result", tool_use_id: "call_1", content };
  const [part] = partsOf("user", block) ?? [];
  return part?.type === "tool-result" ? part.content : null;
}

function partsOfDocument(fields: JsonObject) {
  return partsOf("user", { type: "document", citations: { enabled: true }, ...fields });
}

const text = (words: string) => ({ type: "text", text: words });

describe("a user's message", () => {
  it("may have a document of more blocks than a function can have arguments", () => {
    const content = Array.from({ length: 250_000 }, () => text(""));
    const parts = partsOfDocument({ source: { type: "content", content } });
    expect(parts).toHaveLength(content.length + 2);
  });

  it("keeps results and words in their order, each result as a message of a tool", () => {
    const call = { type: "tool_use", id: "call_1", name: "roll", input: { sides: 6 } };
    const messages = decodeMessages(
      { role: "assistant", content: [call, { ...call, id: "call_2" }] },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "call_1", content: "4" },
          {
            type: "tool_result",
            tool_use_id: "call_2",
            content: [text("no dice")],
            is_error: true,
          },
          text("What now?"),
          text(" And then?"),
        ],
      },
    );
    expect(messages.slice(1)).toEqual([
      {
        role: "tool",
        parts: [{ type: "tool-result", toolCallId: "call_1", content: [text("4")] }],
      },
      {
        role: "tool",
        parts: [
          {
            type: "tool-result",
            toolCallId: "call_2",
            content: [text("no dice")],
            isError: true,
          },
        ],
      },
      { role: "user", parts: [text("What now?"), text(" And then?")] },
    ]);
  });

  it("may have words before a result", () => {
    const roles = decodeMessages({
      role: "user",
      content: [text("Here:"), { type: "tool_result", tool_use_id: "call_1" }, text("Well?")],
    }).map(({ role }) => role);
    expect(roles).toEqual(["user", "tool", "user"]);
  });

  it("takes results that are empty, or hold images, documents, search results and references", () => {
    expect([contentOfResult(null), contentOfResult([]), contentOfResult("")]).toEqual([
      [],
      [],
      [text("")],
    ]);
    expect(
      contentOfResult([
        { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
        { type: "tool_reference", tool_name: "fly" },
        { type: "browser_state", tabs: [{ id: 1 }] },
        { type: "search_result", source: "wiki", title: "Oslo", content: [text("A city.")] },
      ]),
    ).toEqual([
      { type: "image", source: { kind: "url", url: "https://example.com/a.png" } },
      text("[tool fly]\n"),
      text('[browser_state] {"tabs":[{"id":1}]}\n'),
      text("[search result Oslo: wiki]\n"),
      text("A city."),
      text("\n[end]\n"),
    ]);
  });

  it("may hold images from everywhere", () => {
    expect(
      partsOf(
        "user",
        { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
        { type: "image", source: { type: "file", file_id: "file_1" }, cache_control: null },
      ),
    ).toEqual([
      { type: "image", source: { kind: "data", mediaType: "image/png", base64: "AAAA" } },
      { type: "image", source: { kind: "file-id", fileId: "file_1" } },
    ]);
  });

  it("shows a document of text as text, with its title and its context", () => {
    const source = { type: "text", media_type: "text/plain", data: "All rise." };
    expect(partsOfDocument({ source, title: "Minutes", context: "From Monday" })).toEqual([
      text("[document Minutes: From Monday]\n"),
      text("All rise."),
      text("\n[end]\n"),
    ]);
    expect(partsOfDocument({ source: { type: "content", content: "All rise." } })).toEqual([
      text("[document]\n"),
      text("All rise."),
      text("\n[end]\n"),
    ]);
    const picture = { type: "image", source: { type: "url", url: "https://example.com/" } };
    expect(
      partsOfDocument({ source: { type: "content", content: [text("See:"), picture] } }),
    ).toEqual([
      text("[document]\n"),
      text("See:"),
      { type: "image", source: { kind: "url", url: "https://example.com/" } },
      text("\n[end]\n"),
    ]);
  });

  it("has other documents as files", () => {
    const pdf = { type: "base64", media_type: "application/pdf", data: "JVBE" };
    expect(
      partsOf(
        "user",
        { type: "document", source: pdf, title: "a.pdf", context: "Signed" },
        {
          type: "document",
          source: { type: "url", url: "https://example.com/b.pdf" },
          title: null,
        },
        { type: "container_upload", file_id: "file_2" },
      ),
    ).toEqual([
      text("[document a.pdf: Signed]\n"),
      {
        type: "file",
        source: { kind: "data", mediaType: "application/pdf", base64: "JVBE" },
        filename: "a.pdf",
      },
      { type: "file", source: { kind: "url", url: "https://example.com/b.pdf" } },
      { type: "file", source: { kind: "file-id", fileId: "file_2" } },
    ]);
  });
});

describe("an assistant's message", () => {
  it("keeps what a model thought apart from what it said", () => {
    expect(
      partsOf(
        "assistant",
        { type: "thinking", thinking: "Hm.", signature: "c2ln" },
        { type: "redacted_thinking", data: "c2VjcmV0" },
        text("Yes."),
      ),
    ).toEqual([{ type: "thinking", text: "Hm." }, { type: "thinking", text: "" }, text("Yes.")]);
  });

  it("has no empty text beside other parts, as one from before a tool call", () => {
    const call = {
      type: "tool_use",
      id: "call_1",
      name: "f",
      input: {},
      caller: { type: "direct" },
    };
    expect(partsOf("assistant", text(""), call)).toEqual([
      { type: "tool-call", toolCallId: "call_1", toolName: "f", input: "{}" },
    ]);
    expect(partsOf("assistant", text(""))).toEqual([text("")]);
  });

  it("may be empty", () => {
    const empty = decodeMessages(
      { role: "assistant", content: [] },
      { role: "assistant" },
      { role: "assistant", content: null },
    );
    expect(empty.map(({ parts }) => parts)).toEqual([[], [], []]);
  });

  it("names a toolset's member as it is offered", () => {
    const call = { type: "tool_use", id: "call_1", name: "key", toolset_name: "computer" };
    expect(partsOf("assistant", call)).toEqual([
      { type: "tool-call", toolCallId: "call_1", toolName: "computer.key", input: "{}" },
    ]);
  });

  it("may come from where the vendor's servers carried out tools", () => {
    const use = { id: "srvtoolu_1", name: "web_search", input: { query: "q" } };
    const found = [{ type: "web_search_result", url: "https://example.com/" }];
    expect(
      partsOf(
        "assistant",
        { type: "server_tool_use", ...use },
        { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: found },
        { type: "mcp_tool_use", ...use, id: "mcptoolu_1", server_name: "wiki" },
        { type: "mcp_tool_result", tool_use_id: "mcptoolu_1", content: "Found.", is_error: false },
        { type: "compaction", content: "They met." },
        { type: "fallback", from: { model: "a" }, to: { model: "b" } },
      ),
    ).toEqual([
      {
        type: "tool-call",
        toolCallId: "srvtoolu_1",
        toolName: "web_search",
        input: '{"query":"q"}',
      },
      { type: "tool-result", toolCallId: "srvtoolu_1", content: [text(JSON.stringify(found))] },
      {
        type: "tool-call",
        toolCallId: "mcptoolu_1",
        toolName: "web_search",
        input: '{"query":"q"}',
      },
      { type: "tool-result", toolCallId: "mcptoolu_1", content: [text("Found.")] },
      text("[summary of what came before]\nThey met.\n"),
      text('[fallback] {"from":{"model":"a"},"to":{"model":"b"}}\n'),
    ]);
  });
});

describe("a system message within the conversation", () => {
  it("stays in its place", () => {
    expect(
      decodeMessages(
        { role: "user", content: "Hi" },
        { role: "system", content: "Be brief.", clear_at: "never" },
        { role: "system", output_config: { effort: "low" } },
      ).slice(1),
    ).toEqual([
      { role: "system", parts: [text("Be brief.")] },
      { role: "system", parts: [] },
    ]);
  });
});
