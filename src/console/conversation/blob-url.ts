import { useEffect, useState } from "preact/hooks";

/** What a browser may show by itself. A picture of vectors is safe in an `img`, where nothing in it runs. */
const SHOWN_TYPES = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)|audio\/[a-z0-9.+-]+)$/i;

/** The bytes of a base64 text; null where it is none. Line breaks and the alphabet for URLs are understood. */
export function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    const binary = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    // A caller may send anything as an image.
    return null;
  }
}

/** The type that a file is given out as: what might run as a page of this origin is bytes and no more. */
export function safeMediaType(mediaType: string): string {
  return SHOWN_TYPES.test(mediaType) ? mediaType : "application/octet-stream";
}

/** An address of bytes within this page, for as long as the component is there; null where there are none. */
export function useBlobUrl(mediaType: string, base64: string): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const bytes = bytesOfBase64(base64);
    if (bytes === null) return undefined;
    const made = URL.createObjectURL(new Blob([bytes], { type: safeMediaType(mediaType) }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [mediaType, base64]);
  return url;
}
