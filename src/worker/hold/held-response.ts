import { apiErrorOfTurnError } from "../../core/api-error";
import type { ProtocolCodec, ResponseContext } from "../../protocols/codec";
import {
  HeldResponseWriter,
  type HeldResponseOptions,
  type HoldOutcome,
} from "./held-response-writer";

export interface HeldResponse {
  readonly response: Response;
  /** Resolves when all is over: written, confirmed or given up. It must outlive the response (`ctx.waitUntil`). */
  readonly finished: Promise<HoldOutcome>;
}

/**
 * Turns a hold into an HTTP response: waits a moment, in which an error can still have its own status; then commits 200, keeps
 * the connection alive, and writes the end of the hold when it comes.
 */
export async function createHeldResponse(options: HeldResponseOptions): Promise<HeldResponse> {
  const held = new HeldResponseWriter(options);
  const first = await held.firstEvent();
  if (first.type === "client-left") {
    return { response: new Response(null, { status: 499 }), finished: held.abandon() };
  }
  if (first.type === "error") {
    const encoded = options.codec.encodeError(apiErrorOfTurnError(first.error), options.requestId);
    const response = new Response(held.body, { status: encoded.status, headers: encoded.headers });
    return { response, finished: held.cleanUpAfter(held.writeEarlyError(encoded.body)) };
  }
  const headers = headersOf(options.codec, options.context);
  const response = new Response(held.body, { headers });
  const finished = first.type === "commit" ? held.beatUntilEnd() : held.writeQuickReply(first);
  return { response, finished: held.cleanUpAfter(finished) };
}

function headersOf(codec: ProtocolCodec, context: ResponseContext): Record<string, string> {
  return {
    "content-type": context.isStream ? codec.streamContentType(context) : "application/json",
    // Compressors hold small writes back until the end, and heartbeats are small.
    "content-encoding": "identity",
    "cache-control": "no-store, no-cache, no-transform",
    "x-accel-buffering": "no",
  };
}
