import type { InboxMessage, SessionEntry } from "../../console-protocol/inbox-message";

export type InboxWelcome = Extract<InboxMessage, { readonly type: "welcome" }>;
export type InboxOperator = Extract<
  InboxMessage,
  { readonly type: "presence" }
>["operators"][number];

/** What a page knows of all sessions. */
export interface InboxState {
  readonly welcome: InboxWelcome | null;
  /** The server's clock less this machine's. */
  readonly clockOffsetMs: number;
  /** The newest change that is known here; null where there is none. */
  readonly revision: number | null;
  /** Whether the sessions below are all that there were at this revision: a first snapshot comes in several parts. */
  readonly isComplete: boolean;
  /** By name. A session that has not changed is the same object as before. */
  readonly sessions: ReadonlyMap<string, SessionEntry>;
  readonly operators: readonly InboxOperator[];
}

export type InboxAction =
  | { readonly type: "message"; readonly message: InboxMessage; readonly nowMs: number }
  /** This page has deleted a session, and need not wait to be told. */
  | { readonly type: "removed"; readonly sessionName: string };

export function createInboxState(): InboxState {
  return {
    welcome: null,
    clockOffsetMs: 0,
    revision: null,
    isComplete: false,
    sessions: new Map(),
    operators: [],
  };
}

export function reduceInbox(state: InboxState, action: InboxAction): InboxState {
  switch (action.type) {
    case "message":
      return receive(state, action.message, action.nowMs);
    case "removed": {
      const sessions = new Map(state.sessions);
      sessions.delete(action.sessionName);
      return { ...state, sessions };
    }
  }
}

function receive(state: InboxState, message: InboxMessage, nowMs: number): InboxState {
  switch (message.type) {
    case "welcome": {
      const known = message.isResumed ? state : createInboxState();
      return { ...known, welcome: message, clockOffsetMs: message.nowMs - nowMs };
    }
    case "sessions": {
      const sessions = new Map(state.sessions);
      for (const name of message.removed) sessions.delete(name);
      for (const entry of message.changed) sessions.set(entry.name, entry);
      const isComplete = state.isComplete || message.isCaughtUp;
      return { ...state, sessions, revision: message.revision, isComplete };
    }
    case "presence":
      return { ...state, operators: message.operators };
  }
}
