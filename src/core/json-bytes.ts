const encoder = new TextEncoder();

/** How many bytes a value has as JSON text, in UTF-8. */
export function bytesOfJson(value: object): number {
  return encoder.encode(JSON.stringify(value)).byteLength;
}
