import { escapeLineBreaks } from "./line-breaks";

/**
 * Server-sent events as every known client bears them: `data: ` with its space, a blank line after each frame, and never `id:` or
 * `retry:`, which make some SDKs parse an empty event.
 */

export const SSE_CONTENT_TYPE = "text/event-stream; charset=utf-8";

/** A comment, with a whole blank line as behind every frame. Google's clients do not bear it. */
export const SSE_KEEP_ALIVE = ": keep-alive\n\n";

/** A frame without an event name, as OpenAI and Gemini send them. */
export function encodeSseData(data: string): string {
  return `data: ${escapeLineBreaks(data)}\n\n`;
}

/** A frame with an event name, as Anthropic and OpenAI's Responses send them. */
export function encodeSseEvent(event: string, data: string): string {
  return `event: ${event}\ndata: ${escapeLineBreaks(data)}\n\n`;
}
