import type { ProtocolCodec } from "../protocols/codec";
import { CODECS } from "../protocols/registry";

/** The dialect of the errors of each part of the path space; the first match wins. */
const DIALECTS_BY_PATH: readonly (readonly [RegExp, ProtocolCodec])[] = [
  // Whatever is not another dialect's is taken for OpenAI's, whose errors most clients can read.
  [/^/, CODECS["openai-chat"]],
];

export function codecOfPath(path: string): ProtocolCodec {
  const found = DIALECTS_BY_PATH.find(([pattern]) => pattern.test(path));
  return found?.[1] ?? CODECS["openai-chat"];
}
