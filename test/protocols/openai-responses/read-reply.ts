import type { ReadReply } from "../codec.conformance";
import {
  publishedError,
  publishedEvent,
  publishedResponse,
  type PublishedEvent,
  type PublishedItem,
  type PublishedResponse,
} from "./published-schema";

/** Reads as a plain client does: by the published schema, item after item, and checks that the events agree with each other. */

export function readResponse(text: string): ReadReply {
  return readObject(publishedResponse.parse(JSON.parse(text)));
}

export function readObject({ status, incomplete_details, output }: PublishedResponse): ReadReply {
  const parts = output.flatMap((item) => (item.type === "message" ? item.content : []));
  return {
    text: parts.map((part) => (part.type === "output_text" ? part.text : "")).join(""),
    refusal: parts.map((part) => (part.type === "refusal" ? part.refusal : "")).join(""),
    toolCalls: output.flatMap((item) => {
      if (item.type === "message") return [];
      const input = item.type === "function_call" ? item.arguments : item.input;
      return [{ id: item.call_id, name: item.name, input }];
    }),
    finishReason: incomplete_details?.reason ?? status,
  };
}

/** The events of a stream. Every frame is a comment, or an event whose name is its type, numbered without a gap. */
export function readEvents(stream: string): readonly PublishedEvent[] {
  const events: PublishedEvent[] = [];
  for (const frame of stream.split("\n\n")) {
    if (frame.trim() === "" || frame.startsWith(":")) continue;
    const [, name, data] = /^event: (\S+)\ndata: ([^\r\n]*)$/.exec(frame) ?? [];
    if (name === undefined || data === undefined) throw new Error(`Not an event: ${frame}`);
    const event = publishedEvent.parse(JSON.parse(data));
    if (event.type !== name) throw new Error(`${name} has the type ${event.type}.`);
    if (event.sequence_number !== events.length) throw new Error(`Not number ${events.length}.`);
    events.push(event);
  }
  return events;
}

export function readStream(stream: string): ReadReply {
  const events = readEvents(stream);
  const [created, inProgress] = events;
  if (created?.type !== "response.created" || inProgress?.type !== "response.in_progress")
    throw new Error("The stream does not begin as it has to.");
  const end = events.at(-1);
  if (end?.type !== "response.completed" && end?.type !== "response.incomplete")
    throw new Error("The stream has no end.");
  if (end.type !== `response.${end.response.status}`) throw new Error("The end is another.");
  const output = collectItems(events);
  if (JSON.stringify(output) !== JSON.stringify(end.response.output))
    throw new Error("The items of the events are not those of the response.");
  return readObject(end.response);
}

/** What the deltas come to, which has to be what each `done` and the end of the stream repeat. */
function collectItems(events: readonly PublishedEvent[]): readonly PublishedItem[] {
  const items: PublishedItem[] = [];
  for (const event of events) {
    if (event.type === "response.output_item.added") {
      if (event.output_index !== items.length) throw new Error("An item is out of place.");
      items.push(structuredClone(event.item));
    } else if (event.type === "response.output_item.done") {
      const { status: _, ...collected } = items[event.output_index]!;
      const { status, ...done } = event.item;
      if (status === "in_progress") throw new Error("An item is done and goes on.");
      expectEqual(collected, done);
      items[event.output_index] = event.item;
    } else if (event.type === "response.in_progress") {
      // Clients take the response in it for all that there is so far.
      expectEqual(event.response.output, items);
    } else if ("item_id" in event) applyToItem(items[event.output_index]!, event);
  }
  return items;
}

type InItem = Extract<PublishedEvent, { item_id: string }>;

function applyToItem(item: PublishedItem, event: InItem): void {
  if (item.id !== event.item_id) throw new Error("An event is for another item.");
  if (item.type === "message") applyToMessage(item, event);
  else if (item.type === "custom_tool_call") applyToCustomCall(item, event);
  else if (event.type === "response.function_call_arguments.delta") item.arguments += event.delta;
  else if (event.type === "response.function_call_arguments.done")
    expectEqual([item.name, item.arguments], [event.name, event.arguments]);
  else throw new Error(`${event.type} of a call.`);
}

function applyToCustomCall(
  item: Extract<PublishedItem, { type: "custom_tool_call" }>,
  event: InItem,
): void {
  if (event.type === "response.custom_tool_call_input.delta") item.input += event.delta;
  else if (event.type === "response.custom_tool_call_input.done")
    expectEqual(item.input, event.input);
  else throw new Error(`${event.type} of a custom tool's call.`);
}

function applyToMessage(
  { content }: Extract<PublishedItem, { type: "message" }>,
  event: InItem,
): void {
  if (event.type === "response.content_part.added") {
    if (event.content_index !== content.length) throw new Error("A part is out of place.");
    content.push(structuredClone(event.part));
    return;
  }
  const part = "content_index" in event ? content[event.content_index] : undefined;
  if (event.type === "response.content_part.done") expectEqual(part, event.part);
  else if (part?.type === "output_text" && event.type === "response.output_text.delta")
    part.text += event.delta;
  else if (part?.type === "output_text" && event.type === "response.output_text.done")
    expectEqual(part.text, event.text);
  else if (part?.type === "refusal" && event.type === "response.refusal.delta")
    part.refusal += event.delta;
  else if (part?.type === "refusal" && event.type === "response.refusal.done")
    expectEqual(part.refusal, event.refusal);
  else throw new Error(`${event.type} of a message.`);
}

function expectEqual(one: unknown, other: unknown): void {
  if (JSON.stringify(one) !== JSON.stringify(other))
    throw new Error(`${JSON.stringify(one)} is not ${JSON.stringify(other)}.`);
}

export function readError(text: string): { message: string } {
  return publishedError.parse(JSON.parse(text)).error;
}

/** Both events of a failure, which have to say the same. */
export function readStreamError(stream: string): { message: string } {
  const [error, failed] = readEvents(stream).slice(-2);
  if (failed?.type !== "response.failed" || error?.type !== "error")
    throw new Error("The stream does not end with its failure.");
  expectEqual(failed.response.status, "failed");
  expectEqual(
    [failed.response.error?.message, error.error.message],
    [error.message, error.message],
  );
  return error;
}
