import type { ProtocolCodec } from "../codec";
import { SSE_CONTENT_TYPE } from "../framing/sse";
import { decodeRequest } from "./decode-request";
import { encodeResponse } from "./encode-response";
import { createStreamEncoder } from "./encode-stream";
import { encodeError } from "./map-error";

/** OpenAI Chat Completions. */
export const openAiChat: ProtocolCodec = {
  id: "openai-chat",
  endpoints: [{ path: "/v1/chat/completions" }],
  errorPaths: /^\/v1\/chat\//,
  conversationField: "messages",
  streamContentType: () => SSE_CONTENT_TYPE,
  decodeRequest,
  encodeResponse,
  createStreamEncoder,
  encodeError,
  responseHeartbeat: " ",
};
