import { digestRequest } from "../core/digest";
import type { HoldOpening, KeptResponse } from "../core/leg";
import type { Seat, TurnRequest } from "../core/turn";
import { hashText } from "../core/hash-text";
import { recogniseSideRequest } from "../side-requests/recognise-side-request";

export interface OpeningSource {
  readonly headers: Headers;
  readonly credentials: readonly string[];
  readonly body: Uint8Array;
  readonly request: TurnRequest;
  /** As its dialect's body names it. */
  readonly threadId?: string | undefined;
  readonly isStream: boolean;
  /** The body as an operator can look at it. */
  readonly rawRequest: string;
  readonly dialect: string;
  readonly seat: Seat | null;
  /** Whether its client came in by an invitation that does not show the context. */
  readonly isContextHidden?: boolean;
  /** Where the client may fetch its response later. */
  readonly keptResponse?: KeptResponse | undefined;
}

/** Ids of a client that are longer are replaced by their digest: only their equality counts. */
const CLIENT_ID_CHARS_MAX = 256;

/**
 * Headers by which clients name a thread of theirs, with the word that keeps their ids apart. Codex had one id for its session and
 * the thread in it, with an underscore, and now has two; the session's may be that of several threads.
 */
const THREAD_HEADERS = [
  ["x-openwebui-chat-id", "openwebui"],
  ["session_id", "codex"],
  ["thread-id", "codex"],
  ["x-claude-code-session-id", "claude-code"],
] as const;

/** A request as the Session gets it. All hashing of histories happens here. */
export function createHoldOpening(source: OpeningSource): HoldOpening {
  const { headers } = source;
  const idempotencyKey = headers.get("idempotency-key");
  return {
    holdId: crypto.randomUUID(),
    dialect: source.dialect,
    seat: source.seat,
    identity: identityOf(source),
    retryCount: retryCountOf(headers.get("x-stainless-retry-count")),
    idempotencyKey: idempotencyKey === null ? null : boundId(idempotencyKey),
    threadIds: threadIdsOf(source),
    sideRequest: recogniseSideRequest(source.request, { isStream: source.isStream }),
    digests: digestRequest(source.request, hashText(source.body), hashText),
    request: source.request,
    isStream: source.isStream,
    rawRequest: source.rawRequest,
    ...(source.isContextHidden === true ? { isContextHidden: true } : {}),
    ...(source.keptResponse === undefined ? {} : { keptResponse: source.keptResponse }),
  };
}

function threadIdsOf({ headers, dialect, threadId }: OpeningSource): readonly string[] {
  const named = THREAD_HEADERS.flatMap(([name, word]) => {
    const id = headers.get(name);
    return id === null || id === "" ? [] : [boundId(`${word}:${id}`)];
  });
  const ids = threadId === undefined ? named : [...named, boundId(`${dialect}:${threadId}`)];
  return [...new Set(ids)];
}

/**
 * A client that names its seat names it always, so one that does not is another client, even on the same machine with the same
 * key. `x-forwarded-for` is the client's own word; only Cloudflare's header is not.
 */
function identityOf({ headers, credentials, seat }: OpeningSource): string {
  const traits = [
    seat ?? "",
    credentials.join(" "),
    headers.get("user-agent") ?? "",
    headers.get("cf-connecting-ip") ?? "",
  ];
  return hashText(traits.join("\n"));
}

function retryCountOf(header: string | null): number {
  return header !== null && /^\d{1,4}$/.test(header) ? Number(header) : 0;
}

function boundId(id: string): string {
  return id.length <= CLIENT_ID_CHARS_MAX ? id : hashText(id);
}
