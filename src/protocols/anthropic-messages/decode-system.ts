import type { ApiError } from "../../core/api-error";
import type { JsonValue } from "../../core/json";
import { LIMITS } from "../../core/limits";
import type { Message, TextPart } from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import { tooManyItems } from "../shared/wire-issue";
import { decodeBlocks, TEXT_BLOCK } from "./decode-block";

export interface DecodedSystem {
  /** One for each block: each is a text of its own, and joined, the last line of one would go on with the next. */
  readonly messages: readonly Message[];
  readonly billingHeader: string | null;
}

/**
 * Claude Code puts a line before its system prompt that is none of it, and that is another one in each request. In the prompt it
 * would make each request look like another program's (PAIR-5).
 *
 * @see https://github.com/anthropics/claude-code/issues/68900
 */
const BILLING_HEADER = /^x-anthropic-billing-header:[ \t]*([^\n]*)\n*/;

export function decodeSystem(value: unknown): Result<DecodedSystem, ApiError> {
  const blocks = value === undefined || value === null || value === "" ? [] : (value as JsonValue);
  const decoded = decodeBlocks(blocks, "system", TEXT_BLOCK);
  if (!decoded.ok) return decoded;
  if (decoded.value.length > LIMITS.messagesPerRequestMax)
    return fail(tooManyItems("system", LIMITS.messagesPerRequestMax, decoded.value.length));
  const [first, ...rest] = decoded.value;
  const found = first === undefined ? null : BILLING_HEADER.exec(first.text);
  if (first === undefined || found === null)
    return succeed({ messages: messagesOf(decoded.value), billingHeader: null });
  const remainder = first.text.slice(found[0].length);
  const parts: readonly TextPart[] =
    remainder === "" ? rest : [{ type: "text", text: remainder }, ...rest];
  return succeed({ messages: messagesOf(parts), billingHeader: found[1] ?? "" });
}

function messagesOf(parts: readonly TextPart[]): readonly Message[] {
  return parts.map((part) => ({ role: "system", parts: [part] }));
}
