/**
 * Server-sent events as every known client bears them: `data: ` with its space, a blank line after each frame, and never `id:` or
 * `retry:`, which make some SDKs parse an empty event.
 */

export const SSE_CONTENT_TYPE = "text/event-stream; charset=utf-8";

/** A comment. A whole blank line follows, or the Gemini client loses the event after it. */
export const SSE_KEEP_ALIVE = ": keep-alive\n\n";

/** What may follow the last frame: an empty line, which is no event and no comment. */
export const SSE_TRAILER = "\n";

/** A frame without an event name, as OpenAI and Gemini send them. */
export function encodeSseData(data: string): string {
  return `data: ${escapeLineBreaks(data)}\n\n`;
}

/** A frame with an event name, as Anthropic and OpenAI's Responses send them. */
export function encodeSseEvent(event: string, data: string): string {
  return `event: ${event}\ndata: ${escapeLineBreaks(data)}\n\n`;
}

/**
 * JSON text has no CR or LF outside escapes, but Python's `str.splitlines`, which HTTP clients use, also breaks lines at these
 * three; escaped, they parse to the same string.
 */
function escapeLineBreaks(json: string): string {
  return json.replace(
    /[\u0085\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
