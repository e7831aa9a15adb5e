import { LIMITS } from "../../core/limits";
import { settingsOf, type AppContext } from "../app-types";

/** What a common tokenizer makes of English, for clients that cut their histories to a number of tokens. */
const BYTES_PER_TOKEN = 4;

/** A session as a model in Google's shape. @see https://ai.google.dev/api/models (2026-11) */
export function viewOfGeminiModel(context: AppContext, sessionName: string) {
  return {
    name: `models/${sessionName}`,
    version: "1",
    displayName: sessionName,
    description: "A session: a person or another client answers as the model.",
    inputTokenLimit: Math.floor(settingsOf(context).bodyBytesMax / BYTES_PER_TOKEN),
    outputTokenLimit: Math.floor(LIMITS.messageBytesMax / BYTES_PER_TOKEN),
    supportedGenerationMethods: ["generateContent", "countTokens"],
  };
}

/** Whether the request has its key where only Google's clients put it. */
export function isGeminiClient(context: AppContext): boolean {
  return (
    context.req.header("x-goog-api-key") !== undefined || context.req.query("key") !== undefined
  );
}
