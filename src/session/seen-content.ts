import type { RawExchange, TurnView } from "../console-protocol/turn-view";
import type { ConsoleReader } from "../core/console-visitor";
import type { Message } from "../core/message";
import type { AnswerTarget } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import type { SessionStore } from "../storage/session-store";
import { isInScope, seenEventOf } from "./console-event";
import { turnIdOf } from "./find-turn";
import { historyScopeOf, isTurnInScope, type HistoryScope } from "./history-scope";
import type { TranscriptEvent, TranscriptPage } from "./session-api";
import { viewRawExchange, viewTurn } from "./turn-view";

interface SessionContent {
  readonly store: SessionStore;
  readonly state: SessionState;
}

/** A turn as far as this reader may see it. */
export function seenTurnView(
  content: SessionContent,
  target: AnswerTarget,
  reader: ConsoleReader,
): TurnView | null {
  const scope = historyScopeOf(content, reader);
  if (!isTargetSeen(content, target, scope)) return null;
  const view = viewTurn(content.store, content.state, target, seesContext(content, reader));
  if (view === null) return null;
  if (reader.role === "responder") return playersViewOf(view);
  return hasEarlierTurns(scope) ? withoutEarlierMessages(view) : view;
}

/**
 * What went over the wire has everything in it: a request has the context and what was said before, and a response of some dialects
 * repeats the instructions and the parameters.
 */
export function seenRawExchange(
  content: SessionContent,
  turnId: number,
  reader: ConsoleReader,
): RawExchange | null {
  const scope = historyScopeOf(content, reader);
  if (reader.role === "responder" || !isTargetSeen(content, { turnId }, scope)) return null;
  const raw = viewRawExchange(content.store, content.state, { turnId });
  if (raw === null) return null;
  if (!seesContext(content, reader)) return { request: null, response: null };
  return hasEarlierTurns(scope) ? { ...raw, request: null } : raw;
}

/** An admin's transcript stays whole: it is the record, also of what was hidden. */
export function seenTranscript(
  content: SessionContent,
  page: TranscriptPage,
  reader: ConsoleReader,
): TranscriptPage {
  if (reader.role === "admin") return page;
  const scope = historyScopeOf(content, reader);
  if (reader.role === "responder") {
    const player = { isPlayer: true, scope };
    return { ...page, events: page.events.flatMap((event) => seenEventOf(event, player) ?? []) };
  }
  const seen = page.events.filter((event) => isInScope(event, scope));
  return { ...page, events: seesContext(content, reader) ? seen : seen.map(withoutContext) };
}

function isTargetSeen(
  { state }: SessionContent,
  target: AnswerTarget,
  scope: HistoryScope,
): boolean {
  const turnId = turnIdOf(state, target);
  return turnId === null || isTurnInScope(scope, turnId);
}

/** Whether there are turns that are not theirs to see. A caller repeats them in its later requests. */
function hasEarlierTurns({ firstTurnId }: HistoryScope): boolean {
  return firstTurnId > 1;
}

function seesContext({ state }: SessionContent, { sees }: ConsoleReader): boolean {
  return sees.context && !state.isContextHidden;
}

function withoutEarlierMessages(view: TurnView): TurnView {
  const instructions = view.messages.filter(isInstruction);
  const asked = view.messages.slice(view.newFromIndex).filter((said) => !isInstruction(said));
  return { ...view, messages: [...instructions, ...asked], newFromIndex: instructions.length };
}

/** What is asked, and their part where they may know it; no earlier turns, no tools, no schemas. */
function playersViewOf(view: TurnView): TurnView {
  return {
    ...withoutEarlierMessages(view),
    tools: [],
    // It may name a tool.
    toolChoice: { type: "auto" },
    allowsParallelToolCalls: true,
    responseFormat: { type: "text" },
    parameters: null,
    unknownFields: null,
    answer: null,
  };
}

function withoutContext(event: TranscriptEvent): TranscriptEvent {
  if (event.type !== "hold-opened") return event;
  const { parameters: _parameters, unknownFields: _unknownFields, newMessages, ...rest } = event;
  if (!Array.isArray(newMessages)) return rest;
  const said = (newMessages as readonly { readonly message: Message }[]).filter(
    ({ message }) => !isInstruction(message),
  );
  return { ...rest, newMessages: said };
}

function isInstruction({ role }: Message): boolean {
  return role === "system" || role === "developer";
}
