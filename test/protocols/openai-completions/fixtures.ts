import type { CodecFixtures } from "../codec.conformance";
import { anyRequest } from "./any-request";
import { encodeRequest } from "./encode-request";
import { malformed } from "./malformed";
import { readError, readResponse, readStream, readStreamError } from "./read-reply";

export const openAiCompletionsFixtures: CodecFixtures = {
  anyRequest,
  encodeRequest,
  readResponse,
  readStream,
  readError,
  readStreamError,
  finishReasons: { stop: "stop", length: "length", "content-filter": "content_filter" },
  malformed,
};
