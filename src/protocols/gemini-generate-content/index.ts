import type { ProtocolCodec } from "../codec";
import { SSE_CONTENT_TYPE } from "../framing/sse";
import { decodeRequest } from "./decode-request";
import { encodeResponse } from "./encode-response";
import { createStreamEncoder } from "./encode-stream";
import { encodeError } from "./map-error";
import { readTarget } from "./read-target";
import { responseOptionsOf } from "./response-options";

/** Google's methods of a model, those included that no session has. */
const METHODS = [
  "generateContent",
  "streamGenerateContent",
  "countTokens",
  "embedContent",
  "batchEmbedContents",
  "asyncBatchEmbedContent",
  "batchGenerateContent",
  "predict",
  "predictLongRunning",
  "generateAnswer",
  "generateText",
  "generateMessage",
  "countTextTokens",
  "countMessageTokens",
  "embedText",
  "batchEmbedText",
];

/** Google's Gemini API. */
export const geminiGenerateContent: ProtocolCodec = {
  id: "gemini-generate-content",
  endpoints: [
    { path: "/v1beta/models/:id{.+}", readTarget },
    { path: "/v1/models/:id{.+}", readTarget },
  ],
  // Below `/v1`, the other vendors have their models.
  errorPaths: new RegExp(
    `^/(?:upload/)?v1beta(?:/|$)|^/v1/models/.+(?::|%3[Aa])(?:${METHODS.join("|")})$`,
  ),
  conversationField: "contents",
  streamContentType: (context) =>
    responseOptionsOf(context).framing === "sse" ? SSE_CONTENT_TYPE : "application/json",
  decodeRequest,
  encodeResponse,
  createStreamEncoder,
  encodeError,
  encodeTokenCount: (totalTokens) => JSON.stringify({ totalTokens }),
  responseHeartbeat: " ",
};
