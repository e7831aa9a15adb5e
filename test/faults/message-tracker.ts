const LINE_FEED = 10;

/** Where a byte of an HTTP/1.1 message stands. `end`: the last byte of all. */
export type BytePlace = "head" | "framing" | "content" | "end";

type Phase = "head" | "chunk-size" | "chunk-data" | "chunk-end" | "trailer" | "fixed" | "complete";

/** Follows a message byte by byte, as far as a fault needs to know where it is. It checks nothing. */
export class MessageTracker {
  #phase: Phase = "head";
  #head = "";
  #line = "";
  /** Bytes of the chunk, or of the whole body, that are still to come. */
  #rest = 0;

  get isComplete(): boolean {
    return this.#phase === "complete";
  }

  /** The first line and the headers, once they are all there. */
  get head(): string {
    return this.#head;
  }

  header(name: string): string | null {
    return new RegExp(`^${name}:[ \\t]*(.*)\\r$`, "im").exec(this.#head)?.[1] ?? null;
  }

  /** Passes over bytes that are content, at most so many and never the last of them, and gives how many. */
  skipContent(most: number): number {
    const isContent = this.#phase === "fixed" || this.#phase === "chunk-data";
    const skipped = isContent ? Math.max(0, Math.min(most, this.#rest - 1)) : 0;
    this.#rest -= skipped;
    return skipped;
  }

  take(byte: number): BytePlace {
    const place = this.#step(byte);
    return this.isComplete ? "end" : place;
  }

  #step(byte: number): BytePlace {
    switch (this.#phase) {
      case "head":
        this.#head += String.fromCharCode(byte);
        if (this.#head.endsWith("\r\n\r\n")) this.#startBody();
        return "head";
      case "fixed":
        this.#rest -= 1;
        if (this.#rest === 0) this.#phase = "complete";
        return "content";
      case "chunk-data":
        this.#rest -= 1;
        if (this.#rest === 0) this.#phase = "chunk-end";
        return "content";
      default:
        this.#line += String.fromCharCode(byte);
        if (byte === LINE_FEED) this.#endLine(this.#line.trim());
        return "framing";
    }
  }

  #startBody(): void {
    if (/chunked/i.test(this.header("transfer-encoding") ?? "")) {
      this.#phase = "chunk-size";
      return;
    }
    this.#rest = Number(this.header("content-length") ?? "0");
    this.#phase = this.#rest === 0 ? "complete" : "fixed";
  }

  #endLine(line: string): void {
    this.#line = "";
    if (this.#phase === "chunk-size") {
      this.#rest = Number.parseInt(line, 16);
      this.#phase = this.#rest === 0 ? "trailer" : "chunk-data";
    } else if (this.#phase === "chunk-end") this.#phase = "chunk-size";
    else if (line === "") this.#phase = "complete";
  }
}
