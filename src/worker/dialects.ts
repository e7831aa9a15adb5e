import type { ProtocolCodec } from "../protocols/codec";
import { CODECS } from "../protocols/registry";

/** The dialect of the errors at a path. What is no dialect's is taken for OpenAI's, whose errors most clients can read. */
export function codecOfPath(path: string): ProtocolCodec {
  const codecs: readonly ProtocolCodec[] = Object.values(CODECS);
  return codecs.find(({ errorPaths }) => errorPaths.test(path)) ?? CODECS["openai-chat"];
}
