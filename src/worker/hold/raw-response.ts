/** What an operator can look at of a response; the rest is counted. */
const RAW_RESPONSE_BYTES_MAX = 256 * 1024;
/** For the line that tells of the rest. */
const NOTE_BYTES_MAX = 64;

const encoder = new TextEncoder();

/** Collects what is written of a response, without what only keeps the connection alive. */
export class RawResponse {
  #text = "";
  #roomBytes = RAW_RESPONSE_BYTES_MAX - NOTE_BYTES_MAX;
  #leftOutChars = 0;
  #lineBeginning = "";
  #hasNoOpEvent = false;

  add(text: string): void {
    if (text === "") return;
    this.#append(this.#lineBeginning + text);
    this.#lineBeginning = "";
  }

  /** Some dialects' heartbeat is the beginning of the next line, which then comes without it. */
  addHeartbeat(text: string): void {
    if (text.trim() !== "" && !text.endsWith("\n")) this.#lineBeginning = text;
  }

  /** The first is written down, as it may open what the reply goes on with. In hours of waiting there are many. */
  addNoOpEvent(text: string): void {
    if (!this.#hasNoOpEvent) this.add(text);
    this.#hasNoOpEvent = true;
    this.#lineBeginning = "";
  }

  get text(): string {
    if (this.#leftOutChars === 0) return this.#text;
    return `${this.#text}\n[${this.#leftOutChars} more characters]`;
  }

  #append(text: string): void {
    if (this.#leftOutChars > 0) {
      this.#leftOutChars += text.length;
      return;
    }
    // Of a character that takes several bytes, all or none are taken.
    const room = new Uint8Array(Math.min(this.#roomBytes, text.length * 3));
    const { read, written } = encoder.encodeInto(text, room);
    this.#text += text.slice(0, read);
    this.#roomBytes -= written;
    this.#leftOutChars = text.length - read;
  }
}
