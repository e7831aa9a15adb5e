import { z } from "zod";

import { LIMITS } from "../../core/limits";
import { anyObject } from "../shared/any-object";
import { ollamaFields, ollamaShownParameters } from "../shared/ollama-wire";

/**
 * The body of `POST /api/chat`. Messages are read by `decode-message.ts`, the only part of a body that grows with the conversation.
 *
 * @see https://docs.ollama.com/api/chat (2026-11)
 */

const wireTool = z.object({
  // Ollama's own client for Python leaves it out where it is null.
  type: z.literal("function").nullish(),
  function: z.object({
    name: z.string().min(1),
    description: z.string().nullish(),
    parameters: anyObject.nullish(),
  }),
});
export type WireTool = z.infer<typeof wireTool>;

export const wireRequest = z.object({
  ...ollamaFields,
  messages: z.array(z.unknown()).max(LIMITS.messagesPerRequestMax).nullish(),
  tools: z.array(wireTool).max(LIMITS.toolsPerRequestMax).nullish(),
});

export const SHOWN_PARAMETERS: readonly string[] = Object.keys(ollamaShownParameters);

export const KNOWN_FIELDS: ReadonlySet<string> = new Set(Object.keys(wireRequest.shape));
