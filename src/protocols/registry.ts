import { anthropicMessages } from "./anthropic-messages";
import type { ProtocolCodec } from "./codec";
import { geminiGenerateContent } from "./gemini-generate-content";
import { ollamaChat } from "./ollama-chat";
import { ollamaGenerate } from "./ollama-generate";
import { openAiChat } from "./openai-chat";
import { openAiCompletions } from "./openai-completions";
import { openAiResponses } from "./openai-responses";

/** Every dialect by its id. */
export const CODECS = {
  "openai-chat": openAiChat,
  "openai-responses": openAiResponses,
  "openai-completions": openAiCompletions,
  "anthropic-messages": anthropicMessages,
  "gemini-generate-content": geminiGenerateContent,
  "ollama-chat": ollamaChat,
  "ollama-generate": ollamaGenerate,
} as const satisfies Record<string, ProtocolCodec>;

export type DialectId = keyof typeof CODECS;
