import type { ProtocolCodec } from "../codec";
import { SSE_CONTENT_TYPE } from "../framing/sse";
import { decodeRequest } from "./decode-request";
import { encodeResponse } from "./encode-response";
import { createStreamEncoder } from "./encode-stream";
import { encodeError } from "./map-error";

/** OpenAI's older completions: a prompt in, a text out. */
export const openAiCompletions: ProtocolCodec = {
  id: "openai-completions",
  endpoints: [{ path: "/v1/completions" }],
  errorPaths: /^\/v1\/completions$/,
  conversationField: "prompt",
  streamContentType: () => SSE_CONTENT_TYPE,
  decodeRequest,
  encodeResponse,
  createStreamEncoder,
  encodeError,
  responseHeartbeat: " ",
};
