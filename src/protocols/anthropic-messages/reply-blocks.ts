import type { FinishReason, ReplyEvent, ToolCallEvent } from "../../core/turn";
import { createTextGate, type TextGate } from "../shared/text-gate";
import type { ReplyEnd } from "./map-finish-reason";

/** What happens to the blocks of a message, in order. Blocks are numbered from 0, and one is open at a time. */
export type BlockStep =
  | { readonly type: "text-start"; readonly index: number }
  | { readonly type: "text-delta"; readonly index: number; readonly text: string }
  | { readonly type: "text-end"; readonly index: number }
  | { readonly type: "tool-use"; readonly index: number; readonly call: ToolCallEvent };

/** A block that a no-op event has opened waits for either kind of text. */
type OpenBlock = "text" | "refusal" | "undecided";

/**
 * Arranges a reply's events as blocks of content, for whole responses and streams alike. The order of texts and tool calls stays. A
 * refusal is text in a block of its own, as the dialect has nothing else for it.
 */
export class ReplyBlocks {
  readonly #gates: Readonly<Record<"text" | "refusal", TextGate>>;
  #open: OpenBlock | null = null;
  #count = 0;
  #hasToolCalls = false;
  #refusal = "";
  /** Of a message without an end, as the answer to a request for no tokens at all. */
  #finishReason: FinishReason = "length";

  constructor(stopSequences: readonly string[]) {
    this.#gates = { text: createTextGate(stopSequences), refusal: createTextGate([]) };
  }

  push(event: ReplyEvent): readonly BlockStep[] {
    switch (event.type) {
      case "text-delta":
        return this.#write("text", this.#gates.text.push(event.text));
      case "refusal-delta":
        this.#refusal += event.text;
        return this.#write("refusal", this.#gates.refusal.push(event.text));
      case "tool-call": {
        this.#hasToolCalls = true;
        const steps = this.#closeOpen();
        this.#count += 1;
        return [...steps, { type: "tool-use", index: this.#count - 1, call: event }];
      }
      case "finish":
        this.#finishReason = event.finishReason;
        return this.#finish();
    }
  }

  /** An empty piece of text, for which the first block is opened early. After a tool call there is nothing to add it to. */
  pushNothing(): readonly BlockStep[] {
    if (this.#open === null) {
      if (this.#count > 0) return [];
      return [this.#start("undecided"), this.#delta("")];
    }
    return [this.#delta("")];
  }

  get end(): ReplyEnd & { readonly refusal: string } {
    return {
      finishReason: this.#finishReason,
      hasToolCalls: this.#hasToolCalls,
      hasRefusal: this.#refusal !== "",
      stopSequence: this.#gates.text.stopSequence(),
      refusal: this.#refusal,
    };
  }

  #write(kind: "text" | "refusal", piece: string): readonly BlockStep[] {
    if (piece === "") return [];
    const steps: BlockStep[] = [];
    if (this.#open !== kind) steps.push(...this.#closeOpen(kind));
    if (this.#open === null) steps.push(this.#start(kind));
    this.#open = kind;
    steps.push(this.#delta(piece));
    return steps;
  }

  /**
   * Ends the open block, with what its gate still holds: no stop sequence goes on in another block. An undecided block without
   * anything becomes the next text's.
   */
  #closeOpen(next: "text" | "refusal" | null = null): readonly BlockStep[] {
    const steps: BlockStep[] = [];
    for (const kind of ["text", "refusal"] as const) {
      if (kind === next) continue;
      const rest = this.#gates[kind].flush();
      if (rest === "") continue;
      if (this.#open === null) steps.push(this.#start(kind));
      this.#open = kind;
      steps.push(this.#delta(rest));
    }
    if (this.#open === null || (this.#open === "undecided" && next !== null)) return steps;
    this.#open = null;
    return [...steps, { type: "text-end", index: this.#count - 1 }];
  }

  #finish(): readonly BlockStep[] {
    const steps = [...this.#closeOpen()];
    // Programs read the text of the first block without asking whether there is one.
    if (this.#count === 0) steps.push(this.#start("text"), { type: "text-end", index: 0 });
    this.#open = null;
    return steps;
  }

  #start(kind: OpenBlock): BlockStep {
    this.#open = kind;
    this.#count += 1;
    return { type: "text-start", index: this.#count - 1 };
  }

  #delta(text: string): BlockStep {
    return { type: "text-delta", index: this.#count - 1, text };
  }
}
