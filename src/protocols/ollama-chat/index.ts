import type { ProtocolCodec } from "../codec";
import { NDJSON_CONTENT_TYPE } from "../framing/ndjson";
import { decodeRequest } from "./decode-request";
import { encodeResponse } from "./encode-response";
import { createStreamEncoder } from "./encode-stream";
import { encodeError } from "./map-error";

/** Ollama's chat. */
export const ollamaChat: ProtocolCodec = {
  id: "ollama-chat",
  endpoints: [{ path: "/api/chat" }],
  // All of Ollama's API, whose errors have one shape.
  errorPaths: /^\/api(?:\/|$)/,
  conversationField: "messages",
  streamContentType: () => NDJSON_CONTENT_TYPE,
  decodeRequest,
  encodeResponse,
  createStreamEncoder,
  encodeError,
  // No line end, as Ollama's own clients raise on a line of blanks alone.
  responseHeartbeat: " ",
};
