import type { Seat } from "../core/turn";

/** What the evidence index is searched by: a kind, and the digest or id that it is about. */
export type EvidenceKind = "delivered" | "received" | "minted" | "shown";

export function evidenceMark(kind: EvidenceKind, key: string): string {
  return `${kind}:${key}`;
}

/** The seats that each of some marks is known for; a mark that is not known is absent. */
export type FindMarks = (marks: readonly string[]) => ReadonlyMap<string, ReadonlySet<Seat>>;
