import { useEffect } from "preact/hooks";
import { effect } from "@preact/signals";
import { messages } from "../i18n/use-messages";
import { announce } from "../shell/announcer";
import { nameOf } from "./question-name";
import type { SessionViewModel } from "./session-view-model";
import { turnState, type TurnState } from "./turn-state";

const QUESTION_CHARS = 120;

/** Says to screen readers which turns have come and how turns change, but for those that are there when the page opens. */
export function useAnnouncedTurns(model: SessionViewModel): void {
  useEffect(() => {
    const known = new Map<string, TurnState | "undecided">();
    let isFirst = true;
    return effect(() => {
      const isComplete = model.store.isCaughtUp.value;
      const questions = model.questions.value;
      const { session } = messages.peek();
      for (const question of questions) {
        const state = question.entry === null ? "undecided" : turnState(question.entry);
        const before = known.get(question.key);
        known.set(question.key, state);
        if (isFirst || before === state) continue;
        const name = nameOf(question);
        if (before === undefined && question.isWaiting)
          announce(session.arrived(name, question.questionText.slice(0, QUESTION_CHARS)));
        else if (state !== "undecided" && before !== "undecided")
          announce(session.stateOf(name, session.states[state]));
      }
      if (isComplete) isFirst = false;
    });
  }, [model]);
}
