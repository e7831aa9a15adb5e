import type { DecodeHints, ProtocolCodec } from "../codec";
import { SSE_CONTENT_TYPE } from "../framing/sse";
import { decodeRequest } from "./decode-request";
import { encodeResponse } from "./encode-response";
import { createStreamEncoder } from "./encode-stream";
import { encodeError } from "./map-error";

/** Anthropic Messages. */
export const anthropicMessages: ProtocolCodec = {
  id: "anthropic-messages",
  endpoints: [
    {
      path: "/v1/messages",
      readTarget: (_, query) => ({ operation: "chat", hints: hintsOf(query) }),
    },
    {
      path: "/v1/messages/count_tokens",
      readTarget: (_, query) => ({
        operation: "count-tokens",
        hints: { ...hintsOf(query), operation: "count-tokens" },
      }),
    },
  ],
  errorPaths: /^\/v1\/messages(?:\/|$)/,
  conversationField: "messages",
  streamContentType: () => SSE_CONTENT_TYPE,
  decodeRequest,
  encodeResponse,
  createStreamEncoder,
  encodeError,
  encodeTokenCount: (inputTokens, hints) =>
    JSON.stringify({
      input_tokens: inputTokens,
      ...(hints?.isBeta === true ? { context_management: null } : {}),
    }),
  responseHeartbeat: " ",
};

/** The SDKs' beta namespace says so in the query. */
function hintsOf(query: URLSearchParams): DecodeHints {
  return query.get("beta") === "true" ? { isBeta: true } : {};
}
