import type { MediaSource } from "../../core/message";

/** A `data:` URL with base64 becomes its bytes; every other URL stays the text that it is. */
export function parseMediaUrl(url: string): MediaSource {
  const comma = url.indexOf(",");
  if (comma > 0 && url.slice(0, 5).toLowerCase() === "data:") {
    const header = url.slice(5, comma);
    const base64Mark = ";base64";
    if (header.toLowerCase().endsWith(base64Mark) && header.length > base64Mark.length) {
      return {
        kind: "data",
        mediaType: header.slice(0, -base64Mark.length),
        base64: url.slice(comma + 1),
      };
    }
  }
  return { kind: "url", url };
}
