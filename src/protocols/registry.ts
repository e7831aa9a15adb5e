import { anthropicMessages } from "./anthropic-messages";
import type { ProtocolCodec } from "./codec";
import { geminiGenerateContent } from "./gemini-generate-content";
import { ollamaChat } from "./ollama-chat";
import { ollamaGenerate } from "./ollama-generate";
import { openAiChat } from "./openai-chat";
import { openAiResponses } from "./openai-responses";
import { openAiCompletions } from "./openai-completions";

/** Every dialect by its id. */
export const CODECS = {
  "openai-chat": openAiChat,
  "openai-responses": openAiResponses,
  "openai-completions": openAiCompletions,
  "ollama-chat": ollamaChat,
  "ollama-generate": ollamaGenerate,
  "anthropic-messages": anthropicMessages,
  "gemini-generate-content": geminiGenerateContent,
} as const satisfies Record<string, ProtocolCodec>;

export type DialectId = keyof typeof CODECS;
