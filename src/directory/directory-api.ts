import type { SessionSummary } from "../core/session-status";

/** The listing of sessions. Never in the path of a turn; losing it loses no session. */
export interface DirectoryApi {
  report(summary: SessionSummary): Promise<void>;
  remove(name: string): Promise<void>;
  /** Most recent activity first. */
  list(query: {
    readonly limit: number;
    readonly beforeMs?: number;
  }): Promise<readonly SessionSummary[]>;
  /** The sessions whose names match a pattern, most recent activity first. */
  listMatching(pattern: string, limit: number): Promise<readonly SessionSummary[]>;
  find(name: string): Promise<SessionSummary | null>;
  /** Books a name for a new session: false if `sessionsMax` (0: no limit) sessions exist already and this is none of them. */
  claim(name: string, atMs: number, sessionsMax: number): Promise<boolean>;
}
