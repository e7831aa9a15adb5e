import { isHighSurrogate } from "./high-surrogate";

/**
 * A client that reads a stream by lines keeps a whole one in memory, with a limit: 128 KiB in Python's aiohttp, 512 KB in Ollama's
 * own client for Go, and 64 KiB in Go's scanner as it comes. A unit of text takes up to six bytes of JSON, and mostly one to three.
 */
export const LINE_TEXT_CHARS_MAX = 16_384;

/** Cuts a text into pieces of at most so many UTF-16 units, never within a character. An empty text has no pieces. */
export function splitText(text: string, charsMax = LINE_TEXT_CHARS_MAX): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    let end = Math.min(start + charsMax, text.length);
    const isWithinPair = end < text.length && isHighSurrogate(text.charCodeAt(end - 1));
    if (isWithinPair && end - start > 1) end -= 1;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}
