import type { ApiError } from "../../../src/core/api-error";
import type { JsonObject } from "../../../src/core/json";
import type { ReplyEvent, TurnRequest } from "../../../src/core/turn";
import { geminiGenerateContent } from "../../../src/protocols/gemini-generate-content";
import { readTarget } from "../../../src/protocols/gemini-generate-content/read-target";

export const STAMP = { responseId: "1", createdAtMs: 1_790_000_000_000 };
export const USAGE = { inputTokens: 1, outputTokens: 2 };

export interface Answer {
  readonly events: readonly ReplyEvent[];
  /** How many bytes there are in each piece, over and over. */
  readonly splits?: readonly number[];
  readonly error?: ApiError;
  readonly heartbeats?: number;
  /** Told of each request. */
  readonly onRequest?: (request: TurnRequest, body: JsonObject) => void;
}

/** A server in place of the network: the codec alone, and bytes that arrive in pieces. */
export function createAnsweringFetch(answer: Answer): typeof fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const target = readTarget(url.pathname, url.searchParams);
    if (target === null) throw new Error(`Nothing is at ${url.pathname}.`);
    const body = JSON.parse(init?.body as string) as JsonObject;
    const decoded = geminiGenerateContent.decodeRequest(body, target.hints);
    if (!decoded.ok) {
      const encoded = geminiGenerateContent.encodeError(decoded.error, "request-1");
      return Promise.resolve(new Response(encoded.body, encoded));
    }
    const { context, request } = decoded.value;
    answer.onRequest?.(request, body);
    if (target.operation === "count-tokens") {
      const text = geminiGenerateContent.encodeTokenCount?.(context.inputTokens);
      return Promise.resolve(jsonResponse(text ?? "", [7]));
    }
    return Promise.resolve(respond(context, answer));
  };
}

type Context = Parameters<typeof geminiGenerateContent.encodeResponse>[2];

function respond(
  context: Context,
  { events, splits = [7], error, heartbeats = 0 }: Answer,
): Response {
  if (!context.isStream) {
    const text = geminiGenerateContent.encodeResponse(events, USAGE, context, STAMP);
    return jsonResponse(geminiGenerateContent.responseHeartbeat.repeat(heartbeats) + text, splits);
  }
  const encoder = geminiGenerateContent.createStreamEncoder(context, STAMP);
  const beat = () =>
    Array.from({ length: heartbeats }, () => encoder.heartbeat() + encoder.noOpEvent()).join("");
  let text = encoder.start() + beat();
  for (const event of events) text += encoder.push(event, USAGE) + beat();
  if (error !== undefined) text += encoder.error(error);
  return new Response(streamOfBytes(text, splits), {
    headers: { "content-type": geminiGenerateContent.streamContentType(context) },
  });
}

function jsonResponse(text: string, splits: readonly number[]): Response {
  return new Response(streamOfBytes(text, splits), {
    headers: { "content-type": "application/json" },
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
