import type { ConsoleVisitor } from "../core/console-visitor";
import type { SessionScope } from "../core/session-scope";
import type { SessionReport, SessionSummary } from "../core/session-status";

/** Who opens the console's inbox. `scope`: the sessions that they may know of; null: all. */
export interface InboxVisitor extends ConsoleVisitor {
  readonly scope: SessionScope | null;
}

/** The listing of sessions. Never in the path of a turn; losing it loses no session. */
export interface DirectoryApi {
  /** A Session of an earlier version says nothing of its questions. */
  report(report: SessionSummary & Partial<SessionReport>): Promise<void>;
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
  /** Closes the inbox to whoever came in by an invitation that was revoked, and keeps them out. */
  endAccess(inviteId: string, expiresAtMs: number): Promise<void>;
}
