import type { ApiError } from "../../src/core/api-error";
import type { JsonObject } from "../../src/core/json";
import type { ReplyEvent } from "../../src/core/turn";
import type { ProtocolCodec, ResponseStamp } from "../../src/protocols/codec";

/** What the server would send in a dialect, without the server: for a client of the vendor under test. */

export interface Answer {
  readonly events: readonly ReplyEvent[];
  /** The sizes of the pieces in which the bytes arrive, over and over. */
  readonly splits?: readonly number[];
  /** After the events, in a stream. */
  readonly error?: ApiError;
  readonly heartbeats?: number;
}

const DEFAULT_STAMP: ResponseStamp = { responseId: "1", createdAtMs: 1_790_000_000_000 };
export const USAGE = { inputTokens: 1, outputTokens: 2 };

export function respondWith(
  codec: ProtocolCodec,
  body: JsonObject,
  { events, splits: sizes = [7], error, heartbeats = 0 }: Answer,
  stamp = DEFAULT_STAMP,
): Response {
  const decoded = codec.decodeRequest(body, {});
  if (!decoded.ok) {
    const encoded = codec.encodeError(decoded.error, "request-1");
    return new Response(encoded.body, encoded);
  }
  const { context, wantsNoTurn } = decoded.value;
  if (wantsNoTurn === true || !context.isStream) {
    const text = codec.encodeResponse(wantsNoTurn === true ? [] : events, USAGE, context, stamp);
    const early = codec.responseHeartbeat.repeat(heartbeats);
    return new Response(streamOfBytes(early + text, sizes), {
      headers: { "content-type": "application/json" },
    });
  }
  const encoder = codec.createStreamEncoder(context, stamp);
  const beat = () => (encoder.heartbeat() + encoder.noOpEvent()).repeat(heartbeats);
  let text = encoder.start() + beat();
  for (const event of events) text += encoder.push(event, USAGE) + beat();
  if (error !== undefined) text += encoder.error(error);
  return new Response(streamOfBytes(text, sizes), {
    headers: { "content-type": codec.streamContentType(context) },
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
