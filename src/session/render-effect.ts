import { assertNever } from "../core/assert";
import type { LegMessageFromSession } from "../core/leg";
import { eventsOfReply, textReply } from "../core/turn";
import type { Effect } from "../pairing/input";
import { renderContext, renderHelp } from "../pairing/prompt";
import type { Notice, Outcome, SessionState } from "../pairing/state";
import type { SessionStore } from "../storage/session-store";
import { readDraftText } from "./drafts";

/** A message for the Worker that holds a request. */
export interface LegDispatch {
  readonly holdId: string;
  readonly message: LegMessageFromSession;
}

/**
 * Gives an effect its content. Everything it reads was stored before, by the same transaction or an earlier one. A side request is answered with a call of
 * `sideTool` where its client forces one.
 */
export function renderEffect(
  store: SessionStore,
  state: SessionState,
  effect: Effect,
  sideTool?: string,
): LegDispatch {
  return { holdId: effect.holdId, message: messageOf(store, state, effect, sideTool) };
}

function messageOf(
  store: SessionStore,
  state: SessionState,
  effect: Effect,
  sideTool: string | undefined,
): LegMessageFromSession {
  switch (effect.type) {
    case "tell-held":
      return { type: "held" };
    case "tell-unknown":
      return { type: "unknown-hold" };
    case "probe":
      return { type: "probe" };
    case "tell-draft":
      return {
        type: "draft",
        startChars: 0,
        text: readDraftText(store, effect.turnId),
        pace: null,
      };
    case "refuse":
      return { type: "error", error: effect.error };
    case "answer-side-request":
      return resolveSideRequest(effect.holdId, renderNotice(store, state, effect.notice), sideTool);
    case "resolve":
      return renderOutcome(store, state, effect.outcome);
    default:
      return assertNever(effect);
  }
}

function renderOutcome(
  store: SessionStore,
  state: SessionState,
  outcome: Outcome,
): LegMessageFromSession {
  switch (outcome.kind) {
    case "error":
      return { type: "error", error: outcome.error };
    case "notice":
      return resolveWithText(renderNotice(store, state, outcome.notice));
    case "prompt": {
      const prompt = store.readPrompt(outcome.turnId);
      if (prompt === null) return contentIsMissing();
      return { ...resolveWithText(prompt.text), turnId: outcome.turnId };
    }
    case "reply": {
      const content = store.readReply(outcome.sourceId);
      if (content === null) return contentIsMissing();
      const { delivery } = content;
      if ("error" in content) {
        const delay = delivery === undefined ? {} : { delayMs: delivery.delayMs };
        return { type: "error", error: content.error, ...delay };
      }
      return {
        type: "resolve",
        events: eventsOfReply(content.reply),
        turnId: outcome.turnId,
        ...(delivery === undefined ? {} : { delivery }),
      };
    }
    default:
      return assertNever(outcome);
  }
}

export function renderNotice(store: SessionStore, state: SessionState, notice: Notice): string {
  switch (notice.kind) {
    case "help":
      return renderHelp(notice.turnId);
    case "fault":
    case "side-answer":
      return notice.text;
    case "context": {
      const turn = notice.turnId === null ? undefined : state.turns[notice.turnId];
      const stored = turn === undefined ? null : store.readRequest(turn.requestId);
      if (turn === undefined || stored === null) return renderContext(null);
      const isHidden = notice.isHidden === true;
      return renderContext({ turnId: turn.turnId, request: stored.request, isHidden });
    }
    default:
      return assertNever(notice);
  }
}

function resolveWithText(text: string): Extract<LegMessageFromSession, { type: "resolve" }> {
  return { type: "resolve", events: eventsOfReply(textReply(text)) };
}

/** The call's id is the client's to forget: it says that nobody was asked, and is no evidence of a seat. */
function resolveSideRequest(
  holdId: string,
  answer: string,
  toolName: string | undefined,
): LegMessageFromSession {
  if (toolName === undefined) return resolveWithText(answer);
  const toolCallId = `aux_${holdId.replaceAll("-", "")}`;
  const call = { type: "tool-call", toolCallId, toolName, input: answer } as const;
  return {
    type: "resolve",
    events: eventsOfReply({ parts: [call], finishReason: "tool-calls" }),
  };
}

/** Only a fault of this program can lose content; the client may ask again. */
function contentIsMissing(): LegMessageFromSession {
  return {
    type: "error",
    error: { reason: "internal_error", message: "The stored content is missing." },
  };
}
