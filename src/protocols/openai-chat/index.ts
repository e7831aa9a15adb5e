import type { ProtocolCodec } from "../codec";
import { SSE_TRAILER } from "../framing/sse";
import { decodeRequest } from "./decode-request";
import { encodeResponse } from "./encode-response";
import { createStreamEncoder } from "./encode-stream";
import { encodeError } from "./map-error";

/** OpenAI Chat Completions. */
export const openAiChat: ProtocolCodec = {
  id: "openai-chat",
  streamContentType: "text/event-stream; charset=utf-8",
  decodeRequest,
  encodeResponse,
  createStreamEncoder,
  encodeError,
  responseHeartbeat: " ",
  streamTrailer: SSE_TRAILER,
};
