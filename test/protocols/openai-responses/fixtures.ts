import type { CodecFixtures } from "../codec.conformance";
import { anyRequest } from "./any-request";
import { encodeRequest } from "./encode-request";
import { malformed } from "./malformed";
import { readError, readResponse, readStream, readStreamError } from "./read-reply";

export const openAiResponsesFixtures: CodecFixtures = {
  anyRequest,
  encodeRequest,
  readResponse,
  readStream,
  readError,
  readStreamError,
  finishReasons: {
    stop: "completed",
    length: "max_output_tokens",
    "content-filter": "content_filter",
  },
  malformed,
};
