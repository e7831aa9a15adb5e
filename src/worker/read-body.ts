import { invalidRequest, type ApiError } from "../core/api-error";
import { isJsonObject, parseJson, type JsonObject } from "../core/json";
import { LIMITS } from "../core/limits";
import { fail, succeed, type Result } from "../core/result";

/**
 * Of a body that is too large, the rest is read and thrown away if it ends soon: cancelling it breaks the connection that
 * `wrangler dev` uses for the next request, which may be another session's. A client that stops sending, or never does, is not
 * waited for.
 */
const DRAIN_FACTOR = 16;
const DRAIN_MS_MAX = 5_000;
const DRAIN_SILENCE_MS_MAX = 500;
/** Longer than any network that recovers is silent; a client that has stopped must not keep what it sent in memory. */
const SILENCE_MS_MAX = 60_000;

/**
 * Reads a body of at most `bytesMax` bytes, and keeps nothing of one that is longer. `Content-Length` is only believed where it
 * says that the body is too long: chunked bodies have none, and it can lie.
 */
export async function readBody(
  request: Request,
  bytesMax: number,
  silenceMsMax = SILENCE_MS_MAX,
): Promise<Result<Uint8Array, ApiError>> {
  const { body } = request;
  if (body === null) return succeed(new Uint8Array());
  const announcedBytes = Number(request.headers.get("content-length") ?? "0");
  const reader = body.getReader();
  try {
    const read =
      announcedBytes <= bytesMax
        ? await readChunks(reader, bytesMax, silenceMsMax)
        : { byteCount: 0, isComplete: false, chunks: [] };
    if (read === "silent") return fail(bodyTimeout(silenceMsMax));
    if (read.isComplete) return succeed(concatenate(read.chunks, read.byteCount));
    await drain(reader, bytesMax * DRAIN_FACTOR - read.byteCount);
  } catch {
    // The client left, or broke the framing of its body; the runtime tells the two apart by text only.
    return fail(
      invalidRequest("incomplete_body", "The request's body ended before it was complete."),
    );
  }
  return fail(tooLarge(bytesMax));
}

/** For a request that is answered unread, as one without a right key is: its body would break the same connection. */
export async function drainUnreadBody(request: Request, bytesMax: number): Promise<void> {
  if (request.body === null || request.bodyUsed) return;
  try {
    await drain(request.body.getReader(), bytesMax);
  } catch {
    // The client left, and its connection with it.
  }
}

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;

interface ReadChunks {
  readonly chunks: readonly Uint8Array[];
  readonly byteCount: number;
  /** False if there is more than may be. */
  readonly isComplete: boolean;
}

async function readChunks(
  reader: BodyReader,
  bytesMax: number,
  silenceMsMax: number,
): Promise<ReadChunks | "silent"> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for (;;) {
    const result = await within(silenceMsMax, reader.read());
    if (result === null) return "silent";
    if (result.done) return { chunks, byteCount, isComplete: true };
    byteCount += result.value.byteLength;
    if (byteCount > bytesMax) return { chunks: [], byteCount, isComplete: false };
    chunks.push(result.value);
  }
}

async function drain(reader: BodyReader, bytesMax: number): Promise<void> {
  const endsAtMs = Date.now() + DRAIN_MS_MAX;
  let restBytes = bytesMax;
  let goesOn = true;
  while (goesOn && restBytes > 0) {
    const patienceMs = Math.min(DRAIN_SILENCE_MS_MAX, endsAtMs - Date.now());
    const result = await within(Math.max(0, patienceMs), reader.read());
    goesOn = result !== null && !result.done;
    restBytes -= result?.value?.byteLength ?? 0;
  }
}

/** Null if it takes too long. A cancellation does not end a read that waits, so time has to be raced. */
async function within<T>(durationMs: number, work: Promise<T>): Promise<T | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), durationMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
    // Given up, it may still fail when the client leaves.
    work.catch(() => {});
  }
}

/** The JSON object in a body. The content type is not asked: `curl -d` names another one. */
export function parseJsonBody(bytes: Uint8Array): Result<JsonObject, ApiError> {
  if (bytes.byteLength === 0) {
    return fail(
      invalidRequest("empty_body", "The request has no body; a JSON object is expected."),
    );
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    // The decoder's error says no more than this.
    return fail(invalidRequest("invalid_utf8", "The request's body is not valid UTF-8."));
  }
  const parsed = parseJson(text, LIMITS.jsonDepthMax);
  if (!parsed.ok) {
    return fail(
      parsed.error.reason === "too-deep"
        ? invalidRequest(
            "json_too_deep",
            `The request's JSON nests deeper than ${parsed.error.depthMax} levels.`,
          )
        : invalidRequest(
            "invalid_json",
            `The request's body is not valid JSON: ${parsed.error.detail}`,
          ),
    );
  }
  if (!isJsonObject(parsed.value)) {
    return fail(invalidRequest("invalid_body", "The request's body must be a JSON object."));
  }
  return succeed(parsed.value);
}

function concatenate(chunks: readonly Uint8Array[], byteCount: number): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const bytes = new Uint8Array(byteCount);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** 408 would say it best, and be sent again by every SDK. */
function bodyTimeout(silenceMsMax: number): ApiError {
  return invalidRequest(
    "body_timeout",
    `Nothing of the request's body came for ${silenceMsMax / 1_000} seconds.`,
  );
}

function tooLarge(bytesMax: number): ApiError {
  return {
    kind: "too-large",
    status: 413,
    code: "request_too_large",
    message: `The request's body is larger than ${bytesMax} bytes (MOTIVE_PROXY_MAX_BODY_BYTES).`,
    param: null,
  };
}
