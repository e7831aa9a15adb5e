import type { ApiError } from "../../../src/core/api-error";
import type { JsonObject } from "../../../src/core/json";
import type { ReplyEvent } from "../../../src/core/turn";
import { SSE_CONTENT_TYPE } from "../../../src/protocols/framing/sse";
import { openAiResponses } from "../../../src/protocols/openai-responses";

export interface Answer {
  readonly events: readonly ReplyEvent[];
  /** The sizes of the pieces in which the bytes arrive, over and over. */
  readonly splits?: readonly number[];
  /** After the events, in a stream. */
  readonly error?: ApiError;
  readonly heartbeats?: number;
}

export const STAMP = {
  responseId: "0123456789abcdef0123456789abcdef",
  createdAtMs: 1_790_000_000_000,
};
export const USAGE = { inputTokens: 1, outputTokens: 2 };

/** Stands for a server that answers every request with the same reply. */
export function answeringFetch(answer: Answer, onRequest: (body: JsonObject) => void = () => {}) {
  return (_url: unknown, init?: { readonly body?: unknown }): Promise<Response> => {
    const body = JSON.parse(init?.body as string) as JsonObject;
    onRequest(body);
    return Promise.resolve(respond(body, answer));
  };
}

function respond(
  body: JsonObject,
  { events, splits = [7], error, heartbeats = 0 }: Answer,
): Response {
  const decoded = openAiResponses.decodeRequest(body, {});
  if (!decoded.ok) {
    const encoded = openAiResponses.encodeError(decoded.error, "request-1");
    return new Response(encoded.body, encoded);
  }
  const { context } = decoded.value;
  if (!context.isStream) {
    const text = openAiResponses.encodeResponse(events, USAGE, context, STAMP);
    const early = openAiResponses.responseHeartbeat.repeat(heartbeats);
    return new Response(streamOfBytes(early + text, splits), {
      headers: { "content-type": "application/json" },
    });
  }
  const encoder = openAiResponses.createStreamEncoder(context, STAMP);
  const beat = () => (encoder.heartbeat() + encoder.noOpEvent()).repeat(heartbeats);
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
