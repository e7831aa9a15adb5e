import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { ApiError, ApiErrorKind } from "../../src/core/api-error";
import type { JsonObject } from "../../src/core/json";
import type { FinishReason, ReplyEvent, TurnRequest, Usage } from "../../src/core/turn";
import type { DecodeHints, ProtocolCodec, ResponseContext } from "../../src/protocols/codec";
import { fuzz, replyEvents, splitsOf } from "./arbitraries";
import { corruptionsOf } from "./body-corruptions";

/** A request on the wire: what a client sends for a neutral request. */
export interface WireBody {
  readonly body: JsonObject;
  readonly hints?: DecodeHints;
}

/** What a client of the dialect has understood, however it was sent. */
export interface ReadReply {
  readonly text: string;
  readonly refusal: string;
  readonly toolCalls: readonly { id: string; name: string; input: string }[];
  readonly finishReason: string;
}

export interface MalformedInput {
  readonly title: string;
  readonly body: JsonObject;
  readonly hints?: DecodeHints;
  readonly code: string;
  readonly param: string | null;
  /** A part of the message that names what was expected or got. */
  readonly says?: string;
}

export interface CodecFixtures {
  /** Requests that this dialect can express. */
  readonly anyRequest: fc.Arbitrary<TurnRequest>;
  encodeRequest(request: TurnRequest, target: { model: string; isStream: boolean }): WireBody;
  /** Read as the dialect's clients do, and checked against the vendor's published schema. */
  readResponse(text: string): ReadReply;
  readStream(text: string): ReadReply;
  readError(text: string): { message: string };
  readStreamError(text: string): { message: string };
  /** The vendor's word for each neutral reason of a reply with text only. */
  readonly finishReasons: Readonly<Record<Exclude<FinishReason, "tool-calls">, string>>;
  readonly malformed: readonly MalformedInput[];
  /** True for a dialect whose responses have no place for an id. */
  readonly hasNoResponseIds?: boolean;
  /** How long a line of a stream may be, where a dialect cannot keep to what is short enough for every client. */
  readonly lineBytesMax?: number;
}

export interface CodecUnderTest {
  readonly codec: ProtocolCodec;
  readonly fixtures: CodecFixtures;
}

const USAGE: Usage = { inputTokens: 12, outputTokens: 34 };
const REQUEST_ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
const STAMP = { responseId: "0123456789abcdef", createdAtMs: 1_790_000_000_999 };

/** Python's HTTP client gives up above it. */
const AIOHTTP_LINE_BYTES_MAX = 128 * 1024;

const DIFFICULT_TEXTS: readonly (readonly [string, string])[] = [
  ["code with tabs and trailing blanks", "```py\nif x:\n\treturn '\\n'  \n```\n\n"],
  ["Japanese", "はい、承知しました。\n　全角の空白も。"],
  ["joined emoji", "👩‍👩‍👧‍👦🏳️‍🌈🇯🇵"],
  ["line separators that are no line ends", "a\u2028b\u2029c\u0085d\u000be"],
  ["what looks like the framing", "data: [DONE]\n\nevent: error\n\n: comment"],
  ["blanks only", " \t "],
  ["control characters", "\u0000\u0001\u001b[0m\u007f"],
];

const ERROR_KINDS: Readonly<Record<ApiErrorKind, number>> = {
  "invalid-request": 400,
  authentication: 401,
  permission: 403,
  "not-found": 404,
  "method-not-allowed": 405,
  "too-large": 413,
  "rate-limit": 429,
  unavailable: 503,
  internal: 500,
};

/** What every dialect owes its clients. A new codec runs all of it with one line. */
export function describeCodec(subject: CodecUnderTest): void {
  describe(`${subject.codec.id} conformance`, () => {
    describeDecoding(subject);
    describeEncoding(subject);
    describeHeartbeats(subject);
    describeLiveTyping(subject);
    describeErrors(subject);
  });
}

function describeDecoding({ codec, fixtures }: CodecUnderTest): void {
  it("decodes any request to what the client meant", () => {
    fc.assert(
      fc.property(fixtures.anyRequest, fc.boolean(), (request, isStream) => {
        const { body, hints } = fixtures.encodeRequest(request, { model: "a-session", isStream });
        const decoded = decodeOrThrow(codec, overTheWire(body), hints);
        expect(decoded.request).toEqual(request);
        expect(decoded.model).toBe("a-session");
        expect(decoded.context.model).toBe("a-session");
        expect(decoded.context.isStream).toBe(isStream);
      }),
      fuzz(),
    );
  });

  it("returns a value for any JSON and never throws", () => {
    const anyBody = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fixtures.anyRequest.chain((request) => {
        const { body } = fixtures.encodeRequest(request, { model: "m", isStream: false });
        return corruptionsOf(overTheWire(body));
      }),
    );
    fc.assert(
      fc.property(anyBody, (body) => {
        const decoded = codec.decodeRequest(body as JsonObject, {});
        if (decoded.ok) return;
        expect(decoded.error.status).toBe(400);
        expect(decoded.error.kind).toBe("invalid-request");
        expect(decoded.error.message).not.toContain("undefined");
      }),
      fuzz(500),
    );
  });

  it("leaves the body as it was", () => {
    fc.assert(
      fc.property(fixtures.anyRequest, (request) => {
        const { body, hints } = fixtures.encodeRequest(request, { model: "m", isStream: true });
        decodeOrThrow(codec, deepFreeze(overTheWire(body)), hints);
      }),
      fuzz(50),
    );
  });

  it.each(fixtures.malformed)("refuses $title", ({ body, hints, code, param, says }) => {
    const decoded = codec.decodeRequest(body, hints ?? {});
    if (decoded.ok) throw new Error("The request was accepted.");
    const { message, ...rest } = decoded.error;
    expect(rest).toEqual({ kind: "invalid-request", status: 400, code, param });
    expect(message).toContain(says ?? "");
    if (param !== null) expect(message).toContain(`'${param}'`);
    expect(message).toMatch(/\.$/);
  });

  it("keeps a context that is small and survives JSON, however long the history is", () => {
    const { body, hints } = fixtures.encodeRequest(longRequest(1_000), {
      model: "a-session",
      isStream: true,
    });
    const { context } = decodeOrThrow(codec, body, hints);
    const json = JSON.stringify(context);
    expect(json.length).toBeLessThan(1_000);
    expect(JSON.parse(json)).toEqual(context);
    expect(context.inputTokens).toBeGreaterThan(1_000);
  });

  it("decodes a history of a thousand messages within 100 ms", () => {
    const { body, hints } = fixtures.encodeRequest(longRequest(1_000), {
      model: "a-session",
      isStream: false,
    });
    decodeOrThrow(codec, body, hints);
    const startedAtMs = performance.now();
    decodeOrThrow(codec, body, hints);
    // A few milliseconds in practice; the margin is for a busy machine.
    expect(performance.now() - startedAtMs).toBeLessThan(100);
  });
}

function describeEncoding({ codec, fixtures }: CodecUnderTest): void {
  const { whole, streamed } = encodersOf(codec, fixtures);

  it.each(DIFFICULT_TEXTS)("carries %s byte for byte, whole and streamed", (_, text) => {
    const events: ReplyEvent[] = [
      { type: "text-delta", text },
      { type: "finish", finishReason: "stop" },
    ];
    expect(fixtures.readResponse(whole(events)).text).toBe(text);
    expect(fixtures.readStream(streamed(events)).text).toBe(text);
  });

  it("streams any reply to the same message as it sends whole", () => {
    fc.assert(
      fc.property(replyEvents, (events) => {
        expect(fixtures.readStream(streamed(events))).toEqual(fixtures.readResponse(whole(events)));
      }),
      fuzz(),
    );
  });

  it("streams a text to the same message however it is cut", () => {
    const cutText = fc
      .string({ unit: "grapheme", maxLength: 60 })
      .chain((text) => splitsOf(text).map((pieces) => ({ text, pieces })));
    fc.assert(
      fc.property(cutText, ({ text, pieces }) => {
        const deltas = pieces.map((piece): ReplyEvent => ({ type: "text-delta", text: piece }));
        const stream = streamed([...deltas, { type: "finish", finishReason: "stop" }]);
        expect(fixtures.readStream(stream).text).toBe(text);
        // Half of a surrogate pair in a frame is a broken character for clients that show each frame.
        expect(stream).not.toMatch(/\\ud[89a-f]/i);
      }),
      fuzz(),
    );
  });

  it("streams a long text in lines that every client can read, and within no character", () => {
    // Each takes six bytes of JSON, but for the character of two halves at every place where a cut could be.
    const text = `${"\u0001".repeat(16_383)}👋`.repeat(8);
    const events: ReplyEvent[] = [
      { type: "text-delta", text },
      { type: "finish", finishReason: "stop" },
    ];
    const stream = streamed(events);
    expect(fixtures.readStream(stream).text === text).toBe(true);
    expect(stream).not.toMatch(/\\ud[89a-f]/i);
    const lineBytes = stream.split("\n").map((line) => Buffer.byteLength(line));
    const { lineBytesMax = AIOHTTP_LINE_BYTES_MAX } = fixtures;
    expect(Math.max(...lineBytes)).toBeLessThan(lineBytesMax);
  });

  it.each(Object.entries(fixtures.finishReasons))("ends a reply for %s with %s", (reason, word) => {
    const events: ReplyEvent[] = [
      { type: "text-delta", text: "Yes." },
      { type: "finish", finishReason: reason as FinishReason },
    ];
    expect(fixtures.readResponse(whole(events)).finishReason).toBe(word);
    expect(fixtures.readStream(streamed(events)).finishReason).toBe(word);
  });

  it("gives each response its own id", () => {
    const context = contextOf(codec, fixtures, false);
    const events: ReplyEvent[] = [{ type: "finish", finishReason: "stop" }];
    const first = codec.encodeResponse(events, USAGE, context, { ...STAMP, responseId: "first" });
    const second = codec.encodeResponse(events, USAGE, context, { ...STAMP, responseId: "other" });
    expect(first.replaceAll("first", "other")).toBe(second);
    expect(first === second).toBe(fixtures.hasNoResponseIds === true);
  });
}

function describeHeartbeats({ codec, fixtures }: CodecUnderTest): void {
  const context = contextOf(codec, fixtures, true);
  const text: ReplyEvent = { type: "text-delta", text: "Hello" };
  const finish: ReplyEvent = { type: "finish", finishReason: "stop" };

  it("bears heartbeats and no-op events at every place, and several heartbeats before its end, without a change", () => {
    const plain = codec.createStreamEncoder(context, STAMP);
    const busy = codec.createStreamEncoder(context, STAMP);
    const quietStream = plain.start() + plain.push(text, USAGE) + plain.push(finish, USAGE);
    let busyStream = busy.start() + busy.heartbeat() + busy.noOpEvent() + busy.heartbeat();
    busyStream += busy.push(text, USAGE) + busy.noOpEvent() + busy.heartbeat();
    busyStream += busy.heartbeat() + busy.heartbeat() + busy.push(finish, USAGE);
    expect(fixtures.readStream(busyStream)).toEqual(fixtures.readStream(quietStream));
  });

  it("sends no event ids and no retry times", () => {
    const encoder = codec.createStreamEncoder(context, STAMP);
    const stream = [encoder.start(), encoder.heartbeat(), encoder.noOpEvent()].join("");
    expect(stream + encoder.push(text, USAGE) + encoder.push(finish, USAGE)).not.toMatch(
      /^(?:id|retry):/m,
    );
  });

  it("sends nothing after the end", () => {
    const encoder = codec.createStreamEncoder(context, STAMP);
    encoder.start();
    encoder.push(finish, USAGE);
    const late = [
      encoder.heartbeat(),
      encoder.noOpEvent(),
      encoder.push(text, USAGE),
      encoder.push(finish, USAGE),
      encoder.error(apiErrorOf("internal", 500)),
    ];
    expect(late).toEqual(["", "", "", "", ""]);
  });

  it("parses a whole response after any number of heartbeats, and with some behind it", () => {
    const body = codec.encodeResponse(
      [text, finish],
      USAGE,
      contextOf(codec, fixtures, false),
      STAMP,
    );
    const early = codec.responseHeartbeat.repeat(400);
    expect(codec.responseHeartbeat).toMatch(/^\s+$/);
    const late = codec.responseHeartbeat.repeat(2);
    expect(fixtures.readResponse(early + body + late)).toEqual(fixtures.readResponse(body));
  });
}

/** An operator's words go out while they are written, with any pause between them. */
function describeLiveTyping({ codec, fixtures }: CodecUnderTest): void {
  const context = contextOf(codec, fixtures, true);
  const finish: ReplyEvent = { type: "finish", finishReason: "stop" };

  it("streams words to the same message, whatever keeps the connection alive between them", () => {
    const beat = fc.constantFrom("heartbeat" as const, "noOpEvent" as const);
    const pause = fc.array(beat, { maxLength: 4 });
    const written = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
      .chain((text) => splitsOf(text))
      .chain((pieces) => fc.tuple(fc.constant(pieces), fc.array(pause, sizeOf(pieces.length + 1))));
    fc.assert(
      fc.property(written, ([pieces, pauses]) => {
        const encoder = codec.createStreamEncoder(context, STAMP);
        const beats = (index: number): string =>
          (pauses[index] ?? []).map((kind) => encoder[kind]()).join("");
        let stream = encoder.start() + beats(0);
        for (const [index, text] of pieces.entries())
          stream += encoder.push({ type: "text-delta", text }, USAGE) + beats(index + 1);
        stream += encoder.push(finish, USAGE);
        const reply = fixtures.readStream(stream);
        expect([reply.text, reply.finishReason]).toEqual([
          pieces.join(""),
          fixtures.finishReasons.stop,
        ]);
      }),
      fuzz(),
    );
  });

  it("has each word in whole lines as soon as it is written", () => {
    const encoder = codec.createStreamEncoder(context, STAMP);
    encoder.start();
    for (const text of ["Well", " then", " はい"]) {
      const frames = encoder.noOpEvent() + encoder.push({ type: "text-delta", text }, USAGE);
      expect(frames).toContain(JSON.stringify(text));
      // What is behind the last line's end, a client keeps back.
      expect(frames).toMatch(codec.streamContentType(context).includes("event") ? /\n\n$/ : /\n$/);
      encoder.heartbeat();
    }
  });

  it("raises an error behind words that have been written", () => {
    const encoder = codec.createStreamEncoder(context, STAMP);
    let stream = encoder.start() + encoder.noOpEvent();
    for (const text of ["I", " thought"])
      stream += encoder.push({ type: "text-delta", text }, USAGE) + encoder.heartbeat();
    stream += encoder.noOpEvent() + encoder.heartbeat();
    stream += encoder.error(apiErrorOf("invalid-request", 400));
    expect(stream).toContain(" thought");
    expect(fixtures.readStreamError(stream).message).toBe("It is so.");
  });
}

function sizeOf(length: number) {
  return { minLength: length, maxLength: length };
}

function describeErrors({ codec, fixtures }: CodecUnderTest): void {
  const kinds = Object.entries(ERROR_KINDS) as [ApiErrorKind, number][];

  it.each(kinds)("encodes an error of kind %s with status %d", (kind, status) => {
    const encoded = codec.encodeError(apiErrorOf(kind, status), REQUEST_ID);
    expect(encoded.status).toBe(status);
    expect(encoded.headers["content-type"]).toMatch(/^application\/json/);
    expect(fixtures.readError(encoded.body).message).toBe("It is so.");
  });

  it.each(kinds)("raises an error of kind %s in mid-stream", (kind, status) => {
    const encoder = codec.createStreamEncoder(contextOf(codec, fixtures, true), STAMP);
    const stream = encoder.start() + encoder.error(apiErrorOf(kind, status));
    expect(fixtures.readStreamError(stream).message).toBe("It is so.");
  });

  it.each(kinds)("tells a client when to come back, after an error of kind %s", (kind, status) => {
    const error = apiErrorOf(kind, status);
    const { headers } = codec.encodeError({ ...error, retryAfterSeconds: 7 }, REQUEST_ID);
    expect(headers["retry-after"]).toBe("7");
    // Who is told when to come back is not told to stay away.
    expect(headers).not.toHaveProperty("x-should-retry");
    expect(codec.encodeError(error, REQUEST_ID).headers).not.toHaveProperty("retry-after");
  });
}

function apiErrorOf(kind: ApiErrorKind, status: number): ApiError {
  return { kind, status, code: "some_code", message: "It is so.", param: null };
}

function encodersOf(codec: ProtocolCodec, fixtures: CodecFixtures) {
  return {
    whole: (events: readonly ReplyEvent[]) =>
      codec.encodeResponse(events, USAGE, contextOf(codec, fixtures, false), STAMP),
    streamed: (events: readonly ReplyEvent[]) =>
      streamOf(codec, contextOf(codec, fixtures, true), events),
  };
}

export function streamOf(
  codec: ProtocolCodec,
  context: ResponseContext,
  events: readonly ReplyEvent[],
): string {
  const encoder = codec.createStreamEncoder(context, STAMP);
  return encoder.start() + events.map((event) => encoder.push(event, USAGE)).join("");
}

function contextOf(codec: ProtocolCodec, fixtures: CodecFixtures, isStream: boolean) {
  const { body, hints } = fixtures.encodeRequest(longRequest(1), { model: "a-session", isStream });
  return decodeOrThrow(codec, body, hints).context;
}

export function decodeOrThrow(codec: ProtocolCodec, body: JsonObject, hints: DecodeHints = {}) {
  const decoded = codec.decodeRequest(body, hints);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  return decoded.value;
}

function longRequest(messageCount: number): TurnRequest {
  return {
    messages: Array.from({ length: messageCount }, (_, index) => ({
      role: index % 2 === 0 ? ("user" as const) : ("assistant" as const),
      parts: [{ type: "text" as const, text: `Message ${index}: ${"some words ".repeat(40)}` }],
    })),
    tools: [],
    toolChoice: { type: "auto" },
    allowsParallelToolCalls: true,
    responseFormat: { type: "text" },
    parameters: {},
    unknownFields: {},
  };
}

/** What JSON text leaves of a value. */
function overTheWire(body: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(body)) as JsonObject;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) deepFreeze(item);
    Object.freeze(value);
  }
  return value;
}
