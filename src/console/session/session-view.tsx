import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { EndedNotice } from "../shell/ended-notice";
import { OfflineBanner } from "../shell/offline-banner";
import { createSessionStore } from "../state/create-session-store";
import { useAnnouncedTurns } from "./announce-changes";
import { SessionHeader } from "./session-header";
import { SessionViewModel } from "./session-view-model";
import { TurnPanel, type PanelHandle } from "./turn-panel";
import { TurnStrip } from "./turn-strip";
import { useSessionShortcuts } from "./use-session-shortcuts";
import "./session.css";

/** Below this an editor and its conversation are cramped. */
const COLUMN_MIN_PX = 420;

/** A session: who is here, its turns, and the answers that are written. */
export function SessionView({
  sessionName,
  onLeave,
}: {
  readonly sessionName: string;
  /** Where nothing waits in this session any more, the way leads to another one. */
  readonly onLeave: (sessionName: string, step: 1 | -1) => void;
}) {
  const model = useMemo(
    () => new SessionViewModel(sessionName, createSessionStore(sessionName)),
    [sessionName],
  );
  const handles = useRef(new Map<string, PanelHandle>()).current;
  useEffect(() => () => model.dispose(), [model]);
  useSessionShortcuts(model, handles, (step) => onLeave(sessionName, step));
  useAnnouncedTurns(model);
  return (
    <div class="session">
      <SessionHeader model={model} />
      <OfflineBanner connection={model.store.connection} />
      <EndedNotice endReason={model.store.endReason} />
      <Turns model={model} handles={handles} />
    </div>
  );
}

function Turns({
  model,
  handles,
}: {
  readonly model: SessionViewModel;
  readonly handles: Map<string, PanelHandle>;
}) {
  const columns = useRef<HTMLDivElement>(null);
  const { session } = messages.value;
  const questions = model.questions.value;
  const shown = model.columns.value.flatMap((key) => {
    const question = questions.find((one) => one.key === key);
    return question === undefined ? [] : [question];
  });
  useCapacity(model, columns);
  const recoverFocus = useKeptFocus(model, handles, columns);
  const isLoading = model.store.live.value === null;
  return (
    <>
      {questions.length < 2 ? null : <TurnStrip model={model} />}
      <div ref={columns} class="turns" aria-busy={isLoading}>
        {shown.map((question) => (
          <TurnPanel
            key={question.key}
            model={model}
            question={question}
            isSelected={question.key === model.selectedKey.value}
            handles={handles}
            recoverFocus={recoverFocus}
          />
        ))}
        {questions.length > 0 ? null : isLoading ? (
          <div class="turn-loading">
            <p class="visually-hidden">{session.loading}</p>
            <div class="skeleton" />
            <div class="skeleton" />
          </div>
        ) : (
          <div class="session-empty">
            <h2>{session.empty.title}</h2>
            <p class="muted">{session.empty.text}</p>
            <code>{model.sessionName}</code>
          </div>
        )}
      </div>
    </>
  );
}

/** Measures how many turns fit side by side. */
function useCapacity(
  model: SessionViewModel,
  columns: { readonly current: HTMLDivElement | null },
): void {
  useLayoutEffect(() => {
    if (columns.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      model.capacity.value = Math.max(1, Math.floor(width / COLUMN_MIN_PX));
    });
    observer.observe(columns.current);
    return () => observer.disconnect();
  }, [model, columns]);
}

/**
 * When the turn that somebody was at goes away, or its editor does, its focus goes on to the turn that is shown instead of getting lost.
 * What is returned looks whether that has happened.
 */
function useKeptFocus(
  model: SessionViewModel,
  handles: ReadonlyMap<string, PanelHandle>,
  columns: { readonly current: HTMLDivElement | null },
): () => void {
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    const remember = (): void => {
      const active = document.activeElement;
      if (active === null || active === document.body) return;
      focused.current = columns.current?.contains(active) === true ? active : null;
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, [columns]);
  const recover = useCallback((): void => {
    const { activeElement } = document;
    const isLost = focused.current !== null && !focused.current.isConnected;
    if (!isLost || (activeElement !== null && activeElement !== document.body)) return;
    const handle = handles.get(model.selectedKey.peek() ?? "");
    // The turn that takes its place may not be drawn yet, and looks itself when it is.
    if (handle === undefined) return;
    focused.current = null;
    handle.focusEditor();
  }, [model, handles]);
  useEffect(recover);
  return recover;
}
