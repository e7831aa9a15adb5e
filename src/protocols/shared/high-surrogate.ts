/** Whether a UTF-16 unit is the first half of a character: cut off from the second, it would be lost on the wire. */
export function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
