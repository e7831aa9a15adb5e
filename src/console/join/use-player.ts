import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { PLAIN_DELIVERY } from "../../core/reply-delivery";
import { messages } from "../i18n/use-messages";
import { toast } from "../shell/toast";
import { createSessionStore } from "../state/create-session-store";
import type { CommandOutcome, SessionStore } from "../state/session-store";
import { keepText, readKeptText } from "./player-storage";
import { nextQuestion, waitingQuestions, type PlayerQuestion } from "./player-queue";
import {
  askedOf,
  isMeantFor,
  NO_TEXT,
  settleAfterReload,
  withDraft,
  withReturned,
  type PlayerText,
} from "./player-text";

export interface Player {
  readonly store: SessionStore;
  readonly questions: readonly PlayerQuestion[];
  /** The one that is answered; null where nobody waits. */
  readonly current: PlayerQuestion | null;
  readonly text: PlayerText;
  /** Why the last answer was not taken. */
  readonly problem: string | null;
  readonly write: (draft: string) => void;
  /** The text was begun for a question that is over, and must not go to this one by accident. */
  readonly isForAnother: boolean;
  /** Answers this question before the others: the oldest may be one that cannot be answered here. */
  readonly choose: (questionKey: string) => void;
  /** Takes the text for the question that waits now. */
  readonly redirect: () => void;
  readonly send: () => void;
}

/** A player's connection to the session, and their text, which no loss of anything takes away. */
export function usePlayer(sessionName: string, label: string | null): Player {
  const store = useMemo(
    () =>
      createSessionStore(sessionName, { as: "guest", ...(label === null ? {} : { name: label }) }),
    [sessionName, label],
  );
  useEffect(() => () => store.close(), [store]);
  const [text, setText] = useState(() => readKeptText(sessionName));
  const [problem, setProblem] = useState<string | null>(null);
  const isFromBefore = useRef(text.pending !== null);
  const keep = (change: (before: PlayerText) => PlayerText): void => {
    setText((before) => {
      const after = change(before);
      if (!keepText(sessionName, after)) toast(messages.peek().answer.notKept, { tone: "error" });
      return after;
    });
  };
  useSignalEffect(() => {
    if (!store.isCaughtUp.value || !isFromBefore.current) return;
    isFromBefore.current = false;
    const turns = store.turns.value;
    keep((before) => settleAfterReload(before, turns));
  });
  const ownOperatorId = store.welcome.value?.operator.operatorId ?? null;
  const questions = waitingQuestions(store.turns.value, store.live.value, ownOperatorId);
  const [chosenKey, choose] = useState<string | null>(null);
  const current = nextQuestion(questions, chosenKey);
  const send = async (): Promise<void> => {
    const { draft, pending } = text;
    if (current === null || pending !== null || draft.trim() === "") return;
    if (!isMeantFor(text, current)) return;
    setProblem(null);
    const { key: questionKey, text: questionText } = current;
    keep(() => ({ ...NO_TEXT, pending: { questionKey, questionText, text: draft } }));
    const outcome = await store.reply({
      target: current.target,
      content: { parts: [{ type: "text", text: draft }], finishReason: "stop" },
      delivery: PLAIN_DELIVERY,
      isUnchecked: false,
    });
    // Nobody knows then whether it has arrived; the next page that opens finds out.
    if (outcome.type === "unanswered") return;
    keep((before) =>
      outcome.type === "done"
        ? { ...before, pending: null }
        : withReturned(before, draft, askedOf(current)),
    );
    setProblem(problemOf(outcome));
  };
  useTypingMark(store, current, text.draft !== "");
  return {
    store,
    questions,
    current,
    text,
    problem,
    write: (draft) => {
      setProblem(null);
      keep((before) => withDraft(before, draft, current));
    },
    isForAnother: current !== null && text.draft !== "" && !isMeantFor(text, current),
    choose: (questionKey) => {
      setProblem(null);
      choose(questionKey);
    },
    redirect: () => {
      keep((before) => ({ ...before, draftFor: askedOf(current) }));
    },
    send: () => void send(),
  };
}

/** Operators see that the player writes. */
function useTypingMark(
  store: SessionStore,
  current: PlayerQuestion | null,
  isWriting: boolean,
): void {
  const turnId = current !== null && "turnId" in current.target ? current.target.turnId : null;
  const typingTurnId = isWriting ? turnId : null;
  useEffect(() => {
    store.setTyping(typingTurnId);
  }, [store, typingTurnId]);
}

function problemOf(outcome: CommandOutcome): string | null {
  if (outcome.type !== "refused") return null;
  const { join, faults } = messages.peek();
  switch (outcome.reason) {
    case "already-answered":
      return join.otherAnswered;
    case "no-such-turn":
      return join.tooLate;
    case "claimed":
      return join.someoneElse(outcome.claimedBy?.name ?? "…");
    case "reply-rejected":
      return join.notText;
    case "differs-from-draft":
    case "no-draft":
    case "gap":
    case "no-such-operator":
    case "not-allowed":
      return faults.refused[outcome.reason];
  }
}
