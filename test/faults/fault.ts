/** How a connection ends: in order, or as after a crash. */
export type Manner = "FIN" | "RST";

/** When a fault strikes, in the life of one request as the proxy sees it. */
export type Moment =
  /** So long after the request was passed on, whether the response has begun or not. */
  | { readonly at: "forwarded"; readonly afterMs: number }
  /** So long after the response's headers were passed on. */
  | { readonly at: "head"; readonly afterMs: number }
  /** When so many bytes of the response's content were passed on. */
  | { readonly at: "content"; readonly bytes: number }
  /** When only the last byte of the response has not been passed on. */
  | { readonly at: "last-byte" };

/** What is done to the one request that meets the fault. */
export type Fault =
  /** At the first byte of the response, if that comes earlier. */
  | { readonly kind: "cut before headers"; readonly afterMs: number; readonly manner: Manner }
  | { readonly kind: "cut in the wait"; readonly afterMs: number; readonly manner: Manner }
  | { readonly kind: "cut in the body"; readonly bytes: number; readonly manner: Manner }
  | { readonly kind: "cut before the last byte"; readonly manner: Manner }
  /**
   * The client loses its connection, and the server is not told for a while: it has the retry and the first attempt. Not where
   * the response comes earlier.
   */
  | {
      readonly kind: "retried while open";
      readonly afterMs: number;
      readonly openMs: number;
      readonly manner: Manner;
    }
  | { readonly kind: "request delayed"; readonly ms: number }
  | { readonly kind: "response delayed"; readonly ms: number }
  /** The bytes go to the server twice, on two connections; the second copy's response counts. */
  | { readonly kind: "request duplicated"; readonly overlapMs: number }
  | { readonly kind: "client frozen"; readonly ms: number }
  | { readonly kind: "client frozen, then gone"; readonly ms: number; readonly manner: Manner }
  | { readonly kind: "server killed"; readonly moment: Moment }
  | { readonly kind: "runtime killed"; readonly moment: Moment }
  /** The responder thinks for so long that the Session hibernates. No proxy is needed for it. */
  | { readonly kind: "session hibernated"; readonly ms: number };

export type FaultKind = Fault["kind"];

export const FAULT_KINDS = [
  "cut before headers",
  "cut in the wait",
  "cut in the body",
  "cut before the last byte",
  "retried while open",
  "request delayed",
  "response delayed",
  "request duplicated",
  "client frozen",
  "client frozen, then gone",
  "server killed",
  "runtime killed",
  "session hibernated",
] as const satisfies readonly FaultKind[];
