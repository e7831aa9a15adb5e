import { messages } from "../i18n/use-messages";
import { commandKey, plainKey, useShortcut } from "../shell/shortcuts";
import { sendMode } from "../state/preferences";
import { toast } from "../shell/toast";
import type { SendMode } from "../compose/draft";
import type { SessionViewModel } from "./session-view-model";
import type { PanelHandle } from "./turn-panel";

const NEXT_MODE: Readonly<Record<SendMode, SendMode>> = {
  word: "sentence",
  sentence: "send",
  send: "word",
};

/** The keys of a session's page. Those with Alt work while one writes; the plain ones where nothing is written. */
export function useSessionShortcuts(
  model: SessionViewModel,
  handles: ReadonlyMap<string, PanelHandle>,
  leave: (step: 1 | -1) => void,
): void {
  const selected = (): PanelHandle | undefined => handles.get(model.selectedKey.peek() ?? "");
  const goTo = (step: 1 | -1): void => {
    const isWaiting = model.questions.peek().some((question) => question.isWaiting);
    if (!model.step(step) && !isWaiting) {
      leave(step);
      return;
    }
    // The panel that is chosen is drawn first.
    requestAnimationFrame(() => selected()?.focusEditor());
  };
  useTurnShortcuts(model, goTo);
  useShortcut({
    id: "focus-composer",
    group: "composer",
    keys: [plainKey("R"), { ...plainKey("R"), hasAlt: true }],
    description: () => messages.value.composer.shortcuts.focus,
    run: () => selected()?.focusEditor(),
  });
  useShortcut({
    id: "claim",
    group: "composer",
    keys: [{ ...plainKey("C"), hasAlt: true }],
    description: () => messages.value.composer.shortcuts.claim,
    run: () => {
      const desk = selected()?.desk;
      if (desk !== undefined && !desk.isMine.peek()) void desk.claim(true);
    },
  });
  useShortcut({
    id: "send-mode",
    group: "composer",
    keys: [{ ...plainKey("M"), hasAlt: true }],
    description: () => messages.value.composer.shortcuts.mode,
    run: () => {
      const mode = NEXT_MODE[sendMode.peek()];
      sendMode.value = mode;
      const { composer } = messages.peek();
      toast(`${composer.when}: ${composer.modes[mode]}`);
    },
  });
  useShortcut({
    id: "send",
    group: "composer",
    keys: commandKey("Enter"),
    description: () => messages.value.composer.shortcuts.send,
    // The editor hears it itself, so that it knows of an input method that composes.
    run: null,
  });
}

function useTurnShortcuts(model: SessionViewModel, goTo: (step: 1 | -1) => void): void {
  useShortcut({
    id: "next-turn",
    group: "session",
    keys: [plainKey("N"), { ...plainKey("ArrowDown"), hasAlt: true }],
    description: () => messages.value.session.shortcuts.nextTurn,
    run: () => goTo(1),
  });
  useShortcut({
    id: "previous-turn",
    group: "session",
    keys: [plainKey("P"), { ...plainKey("ArrowUp"), hasAlt: true }],
    description: () => messages.value.session.shortcuts.previousTurn,
    run: () => goTo(-1),
  });
  useShortcut({
    id: "context",
    group: "session",
    keys: [{ ...plainKey("P"), hasAlt: true }],
    description: () => messages.value.session.shortcuts.context,
    run: () => {
      model.isContextOpen.value = !model.isContextOpen.peek();
    },
  });
  useShortcut({
    id: "raw",
    group: "session",
    keys: [{ ...plainKey("W"), hasAlt: true }],
    description: () => messages.value.session.shortcuts.raw,
    run: () => {
      model.isRawOpen.value = !model.isRawOpen.peek();
    },
  });
}
