import { useComputed } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import { Composer } from "../compose/composer";
import type { EditorBinding } from "../compose/editor-binding";
import { AnswerView } from "../conversation/answer-view";
import { isContextMessage } from "../conversation/context-message";
import { Conversation } from "../conversation/conversation";
import { TurnDetails } from "../conversation/lazy-parts";
import { SCROLLABLE } from "../conversation/scrollable";
import { messages } from "../i18n/use-messages";
import type { TurnView } from "../../console-protocol/turn-view";
import type { AnswerDesk } from "./answer-desk";
import { isOpen } from "./turn-state";
import type { Question } from "./question";
import { nameOf } from "./question-name";
import type { SessionViewModel } from "./session-view-model";
import { TurnHead } from "./turn-head";
import { useTurnView, type LoadedView } from "./use-turn-view";
import { isMarkdownShown } from "./view-preferences";

/** What the page's shortcuts do with the panel of a question. */
export interface PanelHandle {
  focusEditor(): void;
  readonly desk: AnswerDesk;
}

export interface TurnPanelProps {
  readonly model: SessionViewModel;
  readonly question: Question;
  readonly isSelected: boolean;
  readonly handles: Map<string, PanelHandle>;
  /** Called after the editor has come or gone. */
  readonly recoverFocus: () => void;
}

/** A question with its conversation and the answer to it. */
export function TurnPanel({ model, question, isSelected, handles, recoverFocus }: TurnPanelProps) {
  const { store, sessionName } = model;
  const id = useId();
  const desk = model.deskOf(question);
  const editorRef = useRef<EditorBinding | null>(null);
  const loaded = useTurnView(store, question.target);
  const view = loaded.state === "there" ? loaded.view : null;
  const { entry } = question;
  const panelRef = useRef<HTMLElement>(null);
  useHandle(handles, question.key, desk, editorRef, panelRef);
  const turnName = nameOf(question);
  const others = useComputed(() =>
    model.questions.value.filter((one) => one.isWaiting && one.key !== question.key),
  );
  const hasComposer =
    entry === null ||
    (isOpen(entry) && !desk.isDone.value) ||
    (desk.hasOwnText.value && !desk.isDone.value);
  useEffect(recoverFocus, [recoverFocus, hasComposer]);
  return (
    <section
      ref={panelRef}
      class="turn"
      aria-labelledby={`${id}-heading`}
      data-selected={isSelected}
      onFocusIn={() => {
        if (!isSelected) model.select(question.key);
      }}
    >
      <TurnHead model={model} question={question} headingId={`${id}-heading`} />
      <div class="turn-body">
        <TurnConversation
          model={model}
          question={question}
          desk={desk}
          loaded={loaded}
          idPrefix={id}
        />
        <TurnAside model={model} question={question} view={view} />
      </div>
      {entry === null ? <p class="hint turn-note">{messages.value.session.undecidedNote}</p> : null}
      {hasComposer ? (
        <Composer
          desk={desk}
          store={store}
          sessionName={sessionName}
          turnName={turnName}
          view={view}
          otherWaiting={others.value}
          editorRef={editorRef}
          onMove={(text, to) => model.moveText(text, to)}
        />
      ) : null}
    </section>
  );
}

function useHandle(
  handles: Map<string, PanelHandle>,
  key: string,
  desk: AnswerDesk,
  editorRef: RefObject<EditorBinding | null>,
  panelRef: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const handle: PanelHandle = {
      desk,
      focusEditor: () => {
        editorRef.current?.focus();
        if (editorRef.current?.hasFocus === true) return;
        // Another way to answer is open, or there is nothing to answer any more.
        const places = '[role="tab"][aria-selected="true"], h2';
        const found = [...(panelRef.current?.querySelectorAll<HTMLElement>(places) ?? [])];
        (found.find((element) => element.role === "tab") ?? found[0])?.focus();
      },
    };
    handles.set(key, handle);
    return () => {
      if (handles.get(key) === handle) handles.delete(key);
    };
  }, [handles, key, desk, editorRef, panelRef]);
}

function TurnConversation({
  model,
  question,
  desk,
  loaded,
  idPrefix,
}: {
  readonly model: SessionViewModel;
  readonly question: Question;
  readonly desk: AnswerDesk;
  readonly loaded: LoadedView;
  readonly idPrefix: string;
}) {
  const { session } = messages.value;
  const view = loaded.state === "there" ? loaded.view : null;
  const spoken = useMemo(() => spokenOf(view), [view]);
  const { entry } = question;
  const ownId = model.store.welcome.value?.operator.operatorId;
  const typing = model.store.presence.value.filter(
    ({ operatorId, typingTurnId }) =>
      operatorId !== ownId && typingTurnId !== null && typingTurnId === entry?.turnId,
  );
  if (loaded.state === "loading")
    return (
      <div class="conversation turn-loading" aria-busy="true">
        <p class="visually-hidden">{session.loading}</p>
        <div class="skeleton" />
        <div class="skeleton" />
      </div>
    );
  if (loaded.state === "failed")
    return (
      <div class="conversation turn-loading">
        <p class="plain-text">{question.questionText}</p>
        <p class="fault">{session.failed}</p>
        <button type="button" class="button" onClick={loaded.retry}>
          {session.retry}
        </button>
      </div>
    );
  return (
    <Conversation
      label={session.conversationOf(nameOf(question))}
      messages={spoken.messages}
      newFromIndex={spoken.newFromIndex}
      isMarkdown={isMarkdownShown.value}
      idPrefix={idPrefix}
      newest={`${entry?.draftText.length ?? 0} ${entry?.status ?? ""}`}
    >
      {entry === null ? null : (
        <AnswerView
          entry={entry}
          typing={typing}
          isMine={desk.isMine.value}
          isMarkdown={isMarkdownShown.value}
          idPrefix={idPrefix}
        />
      )}
    </Conversation>
  );
}

/** What was said, without what sets the scene, which stands beside it. */
function spokenOf(view: TurnView | null): Pick<TurnView, "messages" | "newFromIndex"> {
  if (view === null) return { messages: [], newFromIndex: 0 };
  const isContext = view.messages.map(isContextMessage);
  const before = isContext.slice(0, view.newFromIndex).filter(Boolean).length;
  return {
    messages: view.messages.filter((message) => !isContextMessage(message)),
    newFromIndex: view.newFromIndex - before,
  };
}

function TurnAside({
  model,
  question,
  view,
}: {
  readonly model: SessionViewModel;
  readonly question: Question;
  readonly view: TurnView | null;
}) {
  const { session } = messages.value;
  const { target, entry } = question;
  const isContextOpen = model.isContextOpen.value;
  const isRawOpen = model.isRawOpen.value && "turnId" in target;
  if (!isContextOpen && !isRawOpen) return null;
  return (
    <aside
      class="turn-aside"
      aria-label={`${nameOf(question)}: ${isRawOpen ? session.raw : session.context}`}
      {...SCROLLABLE}
    >
      <TurnDetails
        view={isContextOpen ? view : null}
        raw={
          isRawOpen
            ? { store: model.store, turnId: target.turnId, version: entry?.status ?? "" }
            : null
        }
        isMarkdown={isMarkdownShown.value}
      />
    </aside>
  );
}
