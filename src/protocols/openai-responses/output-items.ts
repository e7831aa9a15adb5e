import type { ReplyEvent, ToolCallEvent } from "../../core/turn";
import { createTextGate, type TextGate } from "../shared/text-gate";
import { customInputOf, type CallForm, type CallForms } from "./call-forms";
import { itemIdOf } from "./response-id";

export type ItemStatus = "in_progress" | "completed" | "incomplete";
export type OutputPart = ReturnType<typeof textPart> | ReturnType<typeof refusalPart>;
export type OutputItem =
  | ReturnType<typeof messageItem>
  | ReturnType<typeof callItem>
  | ReturnType<typeof customCallItem>;

/** An event of the stream, still without its sequence number. */
export interface ItemEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface OpenPart {
  readonly kind: "text" | "refusal";
  /** Holds back the first half of a character that came in two. */
  readonly gate: TextGate;
  text: string;
}

interface OpenMessage {
  readonly id: string;
  readonly parts: OutputPart[];
  part: OpenPart | null;
}

/**
 * Makes output items of a reply's events, and the events by which a stream tells of them. Words make one message, with a part for
 * each run of text or refusal; a tool call is an item of its own. A whole response is what the same events come to.
 */
export class OutputItems {
  readonly #responseId: string;
  readonly #callForms: CallForms;
  readonly #done: OutputItem[] = [];
  #message: OpenMessage | null = null;

  constructor(responseId: string, callForms: CallForms) {
    this.#responseId = responseId;
    this.#callForms = callForms;
  }

  /** What there is so far; a message that is still being written has the given status. */
  items(openStatus: ItemStatus): readonly OutputItem[] {
    const message = this.#message;
    if (message === null) return [...this.#done];
    const { part } = message;
    const parts = part === null ? message.parts : [...message.parts, partOf(part.kind, part.text)];
    return [...this.#done, messageItem(message.id, openStatus, parts)];
  }

  push(event: Exclude<ReplyEvent, { type: "finish" }>): readonly ItemEvent[] {
    switch (event.type) {
      case "text-delta":
        return event.text === "" ? [] : this.#write("text", event.text);
      case "refusal-delta":
        return event.text === "" ? [] : this.#write("refusal", event.text);
      case "tool-call":
        return [...this.#closeMessage("completed"), ...this.#call(event)];
    }
  }

  /** An empty piece of what is being written; nothing where nothing is. */
  pushNothing(): readonly ItemEvent[] {
    const part = this.#message?.part;
    return part === null || part === undefined ? [] : [this.#deltaEvent(part.kind, "")];
  }

  /** A reply without anything is an empty message: clients read the first item's first part unasked. */
  finish(isComplete: boolean): readonly ItemEvent[] {
    const opening =
      this.#done.length === 0 && this.#message === null
        ? [...this.#openMessage(), ...this.#openPart("text")]
        : [];
    return [...opening, ...this.#closeMessage(isComplete ? "completed" : "incomplete")];
  }

  #write(kind: OpenPart["kind"], text: string): readonly ItemEvent[] {
    const events: ItemEvent[] = [];
    if (this.#message === null) events.push(...this.#openMessage());
    if (this.#message?.part?.kind !== kind)
      events.push(...this.#closePart(), ...this.#openPart(kind));
    return [...events, ...this.#delta((part) => part.gate.push(text))];
  }

  #openMessage(): readonly ItemEvent[] {
    const id = itemIdOf("msg", this.#responseId, this.#done.length);
    this.#message = { id, parts: [], part: null };
    return [this.#itemEvent("response.output_item.added", messageItem(id, "in_progress", []))];
  }

  #openPart(kind: OpenPart["kind"]): readonly ItemEvent[] {
    if (this.#message === null) return [];
    this.#message.part = { kind, gate: createTextGate([]), text: "" };
    return [this.#partEvent("response.content_part.added", { part: partOf(kind, "") })];
  }

  #delta(read: (part: OpenPart) => string): readonly ItemEvent[] {
    const part = this.#message?.part;
    if (part === null || part === undefined) return [];
    const delta = read(part);
    if (delta === "") return [];
    part.text += delta;
    return [this.#deltaEvent(part.kind, delta)];
  }

  #deltaEvent(kind: OpenPart["kind"], delta: string): ItemEvent {
    return kind === "text"
      ? this.#partEvent("response.output_text.delta", { delta, logprobs: [] })
      : this.#partEvent("response.refusal.delta", { delta });
  }

  #closePart(): readonly ItemEvent[] {
    const message = this.#message;
    if (message === null || message.part === null) return [];
    const rest = this.#delta((open) => open.gate.flush());
    const { kind, text } = message.part;
    const part = partOf(kind, text);
    const events = [
      ...rest,
      kind === "text"
        ? this.#partEvent("response.output_text.done", { text, logprobs: [] })
        : this.#partEvent("response.refusal.done", { refusal: text }),
      this.#partEvent("response.content_part.done", { part }),
    ];
    message.parts.push(part);
    message.part = null;
    return events;
  }

  #closeMessage(status: ItemStatus): readonly ItemEvent[] {
    if (this.#message === null) return [];
    const events = this.#closePart();
    const item = messageItem(this.#message.id, status, this.#message.parts);
    const done = this.#itemEvent("response.output_item.done", item);
    this.#message = null;
    this.#done.push(item);
    return [...events, done];
  }

  #call(call: ToolCallEvent): readonly ItemEvent[] {
    const form = this.#callForms.get(call.toolName) ?? { name: call.toolName };
    return form.isCustom === true ? this.#customCall(call, form) : this.#functionCall(call, form);
  }

  #functionCall(call: ToolCallEvent, form: CallForm): readonly ItemEvent[] {
    const index = this.#done.length;
    const id = itemIdOf("fc", this.#responseId, index);
    const item = (status: ItemStatus, input: string) =>
      callItem({ id, status, call_id: call.toolCallId, form, input });
    const place = { item_id: id, output_index: index };
    return this.#finishedItem(item("in_progress", ""), item("completed", call.input), [
      ...(call.input === ""
        ? []
        : [{ type: "response.function_call_arguments.delta", ...place, delta: call.input }]),
      {
        type: "response.function_call_arguments.done",
        ...place,
        name: form.name,
        arguments: call.input,
      },
    ]);
  }

  #customCall(call: ToolCallEvent, form: CallForm): readonly ItemEvent[] {
    const index = this.#done.length;
    const id = itemIdOf("ctc", this.#responseId, index);
    const input = customInputOf(call.input);
    const item = (status: ItemStatus, text: string) =>
      customCallItem({ id, status, call_id: call.toolCallId, form, input: text });
    const place = { item_id: id, output_index: index };
    return this.#finishedItem(item("in_progress", ""), item("completed", input), [
      ...(input === ""
        ? []
        : [{ type: "response.custom_tool_call_input.delta", ...place, delta: input }]),
      { type: "response.custom_tool_call_input.done", ...place, input },
    ]);
  }

  #finishedItem(
    opening: OutputItem,
    item: OutputItem,
    between: readonly ItemEvent[],
  ): readonly ItemEvent[] {
    const added = this.#itemEvent("response.output_item.added", opening);
    const done = this.#itemEvent("response.output_item.done", item);
    this.#done.push(item);
    return [added, ...between, done];
  }

  #itemEvent(type: string, item: OutputItem): ItemEvent {
    return { type, output_index: this.#done.length, item };
  }

  #partEvent(type: string, fields: object): ItemEvent {
    return {
      type,
      item_id: this.#message?.id,
      output_index: this.#done.length,
      content_index: this.#message?.parts.length,
      ...fields,
    };
  }
}

function partOf(kind: OpenPart["kind"], text: string): OutputPart {
  return kind === "text" ? textPart(text) : refusalPart(text);
}

function textPart(text: string) {
  return { type: "output_text" as const, annotations: [], logprobs: [], text };
}

function refusalPart(refusal: string) {
  return { type: "refusal" as const, refusal };
}

function messageItem(id: string, status: ItemStatus, content: readonly OutputPart[]) {
  return { id, type: "message" as const, status, content, role: "assistant" as const };
}

interface CallFields {
  readonly id: string;
  readonly status: ItemStatus;
  readonly call_id: string;
  readonly form: CallForm;
  readonly input: string;
}

function callItem({ id, status, call_id, form, input }: CallFields) {
  const { name, namespace } = form;
  return {
    id,
    type: "function_call" as const,
    status,
    arguments: input,
    call_id,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function customCallItem({ id, status, call_id, form, input }: CallFields) {
  const { name, namespace } = form;
  return {
    id,
    type: "custom_tool_call" as const,
    status,
    call_id,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    input,
  };
}
