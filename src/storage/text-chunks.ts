/** Splits a text into pieces of at most `bytesMax` bytes of UTF-8, never inside a character. */
export function splitText(text: string, bytesMax: number): readonly string[] {
  // UTF-8 has at most three bytes for each UTF-16 unit.
  if (text.length * 3 <= bytesMax) return [text];
  const buffer = new Uint8Array(bytesMax);
  const encoder = new TextEncoder();
  const chunks: string[] = [];
  let start = 0;
  while (start < text.length) {
    const { read } = encoder.encodeInto(text.slice(start, start + bytesMax), buffer);
    chunks.push(text.slice(start, start + read));
    start += read;
  }
  return chunks;
}
