import type { ProtocolCodec } from "./codec";
import { openAiChat } from "./openai-chat";

/** Every dialect by its id. */
export const CODECS = {
  "openai-chat": openAiChat,
} as const satisfies Record<string, ProtocolCodec>;

export type DialectId = keyof typeof CODECS;
