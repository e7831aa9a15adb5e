import Anthropic from "@anthropic-ai/sdk";

import type { ApiError } from "../../../src/core/api-error";
import type { JsonObject } from "../../../src/core/json";
import type { ReplyEvent } from "../../../src/core/turn";
import { anthropicMessages } from "../../../src/protocols/anthropic-messages";
import { SSE_CONTENT_TYPE } from "../../../src/protocols/framing/sse";

/** The vendor's own client, on bytes that arrive in arbitrary pieces. */

const STAMP = { responseId: "1", createdAtMs: 1_790_000_000_000 };
export const USAGE = { inputTokens: 1, outputTokens: 2 };

export interface Answer {
  readonly events: readonly ReplyEvent[];
  readonly splits?: readonly number[];
  readonly error?: ApiError;
  readonly heartbeats?: number;
}

/** Each request gets the next answer, and the last one again and again. */
export function clientFor(...answers: readonly [Answer, ...Answer[]]): Anthropic {
  let count = 0;
  return new Anthropic({
    apiKey: "any",
    baseURL: "http://localhost",
    maxRetries: 0,
    fetch: (url, init) => {
      const body = JSON.parse(init?.body as string) as JsonObject;
      const target = new URL(url instanceof Request ? url.url : url);
      const response = respond(target, body, answers[count] ?? answers[0]);
      if (response.ok) count += 1;
      return Promise.resolve(response);
    },
  });
}

function respond(
  { pathname, searchParams }: URL,
  body: JsonObject,
  { events, splits = [7], error, heartbeats = 0 }: Answer,
): Response {
  const endpoint = anthropicMessages.endpoints.find(({ path }) => path === pathname);
  const target = endpoint?.readTarget?.(pathname, searchParams);
  if (target === undefined || target === null) throw new Error(`Nothing is at ${pathname}.`);
  const decoded = anthropicMessages.decodeRequest(body, target.hints);
  if (!decoded.ok) {
    const encoded = anthropicMessages.encodeError(decoded.error, "request-1");
    return new Response(encoded.body, encoded);
  }
  const { context } = decoded.value;
  const json = (text: string): Response =>
    new Response(streamOfBytes(text, splits), { headers: { "content-type": "application/json" } });
  if (target.operation === "count-tokens")
    return json(anthropicMessages.encodeTokenCount?.(context.inputTokens) ?? "");
  if (!context.isStream) {
    const early = anthropicMessages.responseHeartbeat.repeat(heartbeats);
    return json(early + anthropicMessages.encodeResponse(events, USAGE, context, STAMP));
  }
  const encoder = anthropicMessages.createStreamEncoder(context, STAMP);
  const beat = () =>
    Array.from({ length: heartbeats }, () => encoder.heartbeat() + encoder.noOpEvent()).join("");
  let text = encoder.start() + beat();
  for (const event of events) text += encoder.push(event, USAGE) + beat();
  if (error !== undefined) text += encoder.error(error);
  return new Response(streamOfBytes(text, splits), {
    headers: { "content-type": SSE_CONTENT_TYPE },
  });
}

/** Cuts the bytes, not the characters. */
function streamOfBytes(text: string, sizes: readonly number[]): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let offset = 0;
  let turn = 0;
  return new ReadableStream({
    pull(controller) {
      if (offset >= bytes.length) return controller.close();
      const size = sizes[turn % sizes.length] ?? 1;
      turn += 1;
      controller.enqueue(bytes.slice(offset, offset + size));
      offset += size;
    },
  });
}
