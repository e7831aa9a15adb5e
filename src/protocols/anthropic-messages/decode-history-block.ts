import type { ApiError } from "../../core/api-error";
import type { JsonObject } from "../../core/json";
import type { FilePart, Part, TextPart, ToolCallPart, ToolResultPart } from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import { readOptionalString, readString } from "../shared/read-field";
import { invalidType } from "../shared/wire-issue";
import {
  CONTENT_BLOCKS,
  decodeBlocks,
  TEXT_BLOCK,
  textPart,
  type BlockDecoder,
  type BlockDecoders,
  type ContentPart,
} from "./decode-block";
import { joinToolName } from "./toolsets";

/** What the client's tools may answer. */
const RESULT_BLOCKS: BlockDecoders<ContentPart> = {
  ...CONTENT_BLOCKS,
  tool_reference(block, path) {
    const name = readString(block, "tool_name", path);
    return name.ok ? succeed([textPart(`[tool ${name.value}]\n`)]) : name;
  },
  browser_state: showAsJson("browser_state"),
};

/** What a user's message may hold. */
export const USER_BLOCKS: BlockDecoders<Part> = {
  ...CONTENT_BLOCKS,
  tool_result: (block, path) => decodeToolResult(block, path, RESULT_BLOCKS),
  container_upload: decodeUpload,
  compaction: decodeCompaction,
};

/**
 * What an assistant's message may hold. A history is only shown, so it may come from where tools were carried out by the vendor's
 * servers, and from a model that thought.
 */
export const ASSISTANT_BLOCKS: BlockDecoders<Part> = {
  ...TEXT_BLOCK,
  tool_use: decodeToolUse,
  thinking(block, path) {
    const text = readString(block, "thinking", path);
    return text.ok ? succeed([{ type: "thinking", text: text.value }]) : text;
  },
  redacted_thinking: () => succeed([{ type: "thinking", text: "" }]),
  server_tool_use: decodeToolUse,
  mcp_tool_use: decodeToolUse,
  mcp_tool_result: (block, path) => decodeToolResult(block, path, TEXT_BLOCK),
  web_search_tool_result: decodeHostedResult,
  web_fetch_tool_result: decodeHostedResult,
  code_execution_tool_result: decodeHostedResult,
  bash_code_execution_tool_result: decodeHostedResult,
  text_editor_code_execution_tool_result: decodeHostedResult,
  tool_search_tool_result: decodeHostedResult,
  advisor_tool_result: decodeHostedResult,
  container_upload: decodeUpload,
  compaction: decodeCompaction,
  mcp_tool_listing: showAsJson("mcp_tool_listing"),
  fallback: showAsJson("fallback"),
};

function decodeToolUse(block: JsonObject, path: string): Result<readonly [ToolCallPart], ApiError> {
  const id = readString(block, "id", path);
  if (!id.ok) return id;
  const name = readString(block, "name", path);
  if (!name.ok) return name;
  const toolset = readOptionalString(block, "toolset_name", path);
  if (!toolset.ok) return toolset;
  return succeed([
    {
      type: "tool-call",
      toolCallId: id.value,
      toolName: joinToolName(name.value, toolset.value),
      input: JSON.stringify(block["input"] ?? {}),
    },
  ]);
}

/** A result may be empty, as of a tool that has nothing to say. */
function decodeToolResult(
  block: JsonObject,
  path: string,
  decoders: BlockDecoders<ContentPart>,
): Result<readonly [ToolResultPart], ApiError> {
  const id = readString(block, "tool_use_id", path);
  if (!id.ok) return id;
  const isError = block["is_error"] ?? false;
  if (typeof isError !== "boolean")
    return fail(invalidType(`${path}.is_error`, "a boolean", isError));
  const content = decodeBlocks(block["content"] ?? [], `${path}.content`, decoders);
  if (!content.ok) return content;
  return succeed([
    {
      type: "tool-result",
      toolCallId: id.value,
      content: content.value,
      ...(isError ? { isError } : {}),
    },
  ]);
}

/** Each hosted tool has a form of its own, which is shown as it is. */
function decodeHostedResult(
  block: JsonObject,
  path: string,
): Result<readonly [ToolResultPart], ApiError> {
  const id = readString(block, "tool_use_id", path);
  if (!id.ok) return id;
  const content = [textPart(JSON.stringify(block["content"] ?? null))];
  return succeed([{ type: "tool-result", toolCallId: id.value, content }]);
}

function decodeUpload(block: JsonObject, path: string): Result<readonly [FilePart], ApiError> {
  const fileId = readString(block, "file_id", path);
  if (!fileId.ok) return fileId;
  return succeed([{ type: "file", source: { kind: "file-id", fileId: fileId.value } }]);
}

/** What the vendor's servers made of a long conversation's beginning. */
function decodeCompaction(block: JsonObject, path: string): Result<readonly [TextPart], ApiError> {
  const summary = readOptionalString(block, "content", path);
  if (!summary.ok) return summary;
  return succeed([textPart(`[summary of what came before]\n${summary.value ?? "[encrypted]"}\n`)]);
}

function showAsJson(type: string): BlockDecoder<TextPart> {
  return function decodeAsJson(block) {
    const { type: _, cache_control: __, ...rest } = block;
    return succeed([textPart(`[${type}] ${JSON.stringify(rest)}\n`)]);
  };
}
