/** Cuts a text into pieces of at most so many UTF-16 units, never within a character. An empty text has no pieces. */
export function splitText(text: string, charsMax: number): readonly string[] {
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

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
