import type { ProtocolCodec } from "../codec";
import { NDJSON_CONTENT_TYPE } from "../framing/ndjson";
import { decodeRequest } from "./decode-request";
import { encodeResponse } from "./encode-response";
import { createStreamEncoder } from "./encode-stream";
import { encodeError } from "./map-error";

/** Ollama's completions: a prompt in, a text out. */
export const ollamaGenerate: ProtocolCodec = {
  id: "ollama-generate",
  endpoints: [{ path: "/api/generate" }],
  errorPaths: /^\/api\/generate$/,
  conversationField: "prompt",
  streamContentType: () => NDJSON_CONTENT_TYPE,
  decodeRequest,
  encodeResponse,
  createStreamEncoder,
  encodeError,
  // No line end, as Ollama's own clients raise on a line of blanks alone.
  responseHeartbeat: " ",
};
