import type { CodecFixtures } from "../codec.conformance";
import { anyRequest } from "./any-request";
import { encodeRequest } from "./encode-request";
import { malformed } from "./malformed";
import {
  readArray,
  readArrayError,
  readError,
  readResponse,
  readStream,
  readStreamError,
} from "./read-reply";

export const geminiFixtures: CodecFixtures = {
  anyRequest,
  encodeRequest: (request, target) => encodeRequest(request, target, "sse"),
  readResponse,
  readStream,
  readError,
  readStreamError,
  finishReasons: { stop: "STOP", length: "MAX_TOKENS", "content-filter": "SAFETY" },
  malformed,
};

/** The same without `alt=sse`. */
export const geminiArrayFixtures: CodecFixtures = {
  ...geminiFixtures,
  encodeRequest: (request, target) => encodeRequest(request, target, "json-array"),
  readStream: readArray,
  readStreamError: readArrayError,
  malformed: malformed.slice(0, 1),
};
