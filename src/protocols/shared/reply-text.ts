import type { ToolCallEvent } from "../../core/turn";
import { createTextGate, type TextGate } from "./text-gate";

/**
 * A reply as one text, piece by piece, for dialects that have no other place for a refusal, and some of them none for a tool call:
 * nothing is dropped. Stop sequences cut what was said as text alone. Whole or streamed, the pieces join to the same.
 */
export class ReplyText {
  readonly #text: TextGate;
  readonly #refusal: TextGate = createTextGate([]);
  #hasSaid = false;
  #isAfterCall = false;

  constructor(stopSequences: readonly string[]) {
    this.#text = createTextGate(stopSequences);
  }

  text(piece: string): string {
    return this.#say(this.#refusal.flush() + this.#text.push(piece));
  }

  refusal(piece: string): string {
    return this.#say(this.#text.flush() + this.#refusal.push(piece));
  }

  /** A line of its own, as the person at the other end would be shown a call. */
  toolCall({ toolName, toolCallId, input }: ToolCallEvent): string {
    const before = this.flush();
    const line = this.#say(
      `${this.#hasSaid && !this.#isAfterCall ? "\n" : ""}[tool call ${toolName} ${toolCallId}] ${input}`,
    );
    this.#isAfterCall = true;
    return before + line;
  }

  /** The rest, once nothing more comes. */
  flush(): string {
    return this.#say(this.#text.flush() + this.#refusal.flush());
  }

  /** Whether a stop sequence ended the text. */
  isStopped(): boolean {
    return this.#text.isClosed();
  }

  #say(piece: string): string {
    if (piece === "") return "";
    const separator = this.#isAfterCall ? "\n" : "";
    this.#hasSaid = true;
    this.#isAfterCall = false;
    return separator + piece;
  }
}
