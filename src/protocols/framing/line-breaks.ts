/**
 * JSON text has no CR or LF outside escapes, but Python's `str.splitlines`, which HTTP clients use, also breaks lines at these
 * three; escaped, they parse to the same string.
 */
export function escapeLineBreaks(json: string): string {
  return json.replace(
    /[\u0085\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
