import type { ProtocolCodec } from "../protocols/codec";
import { CODECS } from "../protocols/registry";

/**
 * The dialect of the errors that a request may get. At a path that is no dialect's, such as the list of models, Anthropic's and
 * Google's clients are known by a header, and everyone else gets OpenAI's errors, which most clients can read.
 */
export function codecOfRequest(path: string, headers: Headers): ProtocolCodec {
  const codecs: readonly ProtocolCodec[] = Object.values(CODECS);
  const owner = codecs.find(({ errorPaths }) => errorPaths.test(path));
  if (owner !== undefined) return owner;
  if (headers.has("anthropic-version")) return CODECS["anthropic-messages"];
  return CODECS[headers.has("x-goog-api-key") ? "gemini-generate-content" : "openai-chat"];
}
