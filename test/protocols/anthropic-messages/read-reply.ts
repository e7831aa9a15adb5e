import type { ReadReply } from "../codec.conformance";
import {
  publishedError,
  publishedEvent,
  publishedMessage,
  publishedStreamError,
  type PublishedEvent,
  type PublishedMessage,
} from "./published-schema";

/** Reads as a plain client does: by the published schema, and strict about the order of events. */

type Block = PublishedMessage["content"][number];
type BlockDelta = Extract<PublishedEvent, { type: "content_block_delta" }>["delta"];

export function readResponse(text: string): ReadReply {
  return readMessage(publishedMessage.parse(JSON.parse(text)));
}

export function readStream(stream: string): ReadReply {
  return readMessage(readStreamedMessage(stream));
}

/** The message that a stream amounts to. */
export function readStreamedMessage(stream: string): PublishedMessage {
  const events = readEvents(stream).filter(({ type }) => type !== "ping");
  const [start, ...rest] = events;
  if (start?.type !== "message_start") throw new Error("The stream does not begin.");
  if (rest.pop()?.type !== "message_stop") throw new Error("The stream has no end.");
  const end = rest.pop();
  if (end?.type !== "message_delta") throw new Error("The stream does not tell why it ended.");
  const blocks = new BlockReader();
  for (const event of rest) blocks.read(event);
  return publishedMessage.parse({
    ...start.message,
    ...end.delta,
    content: blocks.end(),
    usage: { ...start.message.usage, ...end.usage },
  });
}

/** One block is open at a time, and they are numbered in order. */
class BlockReader {
  readonly #content: Block[] = [];
  #open: Block | null = null;
  #json = "";

  read(event: PublishedEvent): void {
    switch (event.type) {
      case "content_block_start":
        if (this.#open !== null || event.index !== this.#content.length)
          throw new Error(`The block ${event.index} opens out of order.`);
        this.#open = { ...event.content_block };
        this.#json = "";
        this.#content.push(this.#open);
        break;
      case "content_block_delta":
        this.#add(event.delta, this.#expectOpen(event.index));
        break;
      case "content_block_stop": {
        const block = this.#expectOpen(event.index);
        if (block.type === "tool_use") block.input = JSON.parse(this.#json) as typeof block.input;
        this.#open = null;
        break;
      }
      default:
        throw new Error(`The event ${event.type} is between the blocks.`);
    }
  }

  end(): readonly Block[] {
    if (this.#open !== null) throw new Error("A block is still open.");
    return this.#content;
  }

  #add(delta: BlockDelta, block: Block): void {
    if (delta.type === "text_delta" && block.type === "text") block.text += delta.text;
    else if (delta.type === "input_json_delta" && block.type === "tool_use")
      this.#json += delta.partial_json;
    else throw new Error(`A ${delta.type} in a block of type ${block.type}.`);
  }

  #expectOpen(index: number): Block {
    if (this.#open === null || index !== this.#content.length - 1)
      throw new Error(`The block ${index} is not open.`);
    return this.#open;
  }
}

/** The events of a stream. Every line of it has to be a name, data or blank. */
export function readEvents(stream: string): readonly PublishedEvent[] {
  return readFrames(stream).map(({ name, data }) => {
    const event = publishedEvent.parse(JSON.parse(data));
    if (event.type !== name) throw new Error(`The event ${name} has the type ${event.type}.`);
    return event;
  });
}

function readFrames(stream: string): readonly { readonly name: string; readonly data: string }[] {
  return stream
    .split("\n\n")
    .filter((frame) => frame.trim() !== "")
    .map((frame) => {
      const [, name, data] = /^event: ([a-z_]+)\ndata: ([^\r\n]*)$/.exec(frame) ?? [];
      if (name === undefined || data === undefined) throw new Error(`Not an event: ${frame}`);
      return { name, data };
    });
}

export function readError(text: string): { message: string } {
  return publishedError.parse(JSON.parse(text)).error;
}

export function readStreamError(stream: string): { message: string } {
  const last = readFrames(stream).at(-1);
  if (last?.name !== "error") throw new Error("The stream does not end with an error.");
  return publishedStreamError.parse(JSON.parse(last.data)).error;
}

function readMessage({ content, stop_reason }: PublishedMessage): ReadReply {
  return {
    text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    // The dialect has no other place for a refusal than a text.
    refusal: "",
    toolCalls: content.flatMap((block) =>
      block.type === "tool_use"
        ? [{ id: block.id, name: block.name, input: JSON.stringify(block.input) }]
        : [],
    ),
    finishReason: stop_reason,
  };
}
