import type { ProtocolCodec } from "../codec";
import { SSE_CONTENT_TYPE } from "../framing/sse";
import { decodeRequest } from "./decode-request";
import { encodeResponse } from "./encode-response";
import { createStreamEncoder } from "./encode-stream";
import { encodeError } from "./map-error";
import { replaceReferences } from "./references";
import { readItemPlace, readResponseId } from "./response-id";

export { encodeCutResponse, encodeFailedResponse, encodeUnanswered } from "./encode-response";
export { encodeInputItems } from "./input-items";
export { readResponseId } from "./response-id";

/** OpenAI Responses. */
export const openAiResponses: ProtocolCodec = {
  id: "openai-responses",
  endpoints: [
    { path: "/v1/responses" },
    {
      path: "/v1/responses/input_tokens",
      readTarget: () => ({ operation: "count-tokens", hints: {} }),
    },
  ],
  errorPaths: /^\/v1\/responses(?:\/|$)/,
  conversationField: "input",
  streamContentType: () => SSE_CONTENT_TYPE,
  decodeRequest,
  encodeResponse,
  createStreamEncoder,
  encodeError,
  encodeTokenCount: (inputTokens) =>
    JSON.stringify({ object: "response.input_tokens", input_tokens: inputTokens }),
  keeping: {
    readId: readResponseId,
    readItemId: (id) => readItemPlace(id)?.responseId ?? null,
    replaceReferences,
  },
  responseHeartbeat: " ",
};
