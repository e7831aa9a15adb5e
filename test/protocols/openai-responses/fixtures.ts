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
  // The vendor's events repeat each text when it is whole, so that no cutting would keep their lines short.
  lineBytesMax: Infinity,
};
