import { useSignal, type Signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { TurnView } from "../../console-protocol/turn-view";
import { AnswerPanel } from "../answer/answer-panel";
import {
  kindAskedFor,
  unavailableReason,
  type UnavailableReason,
} from "../answer/answer-availability";
import type { AnswerKind, AnswerPanelProps } from "../answer/answer-panel-props";
import { messages } from "../i18n/use-messages";
import type { AnswerDesk } from "../session/answer-desk";
import { isOpen } from "../session/turn-state";
import type { Question } from "../session/question";
import { isEnterSend } from "../session/view-preferences";
import type { SessionStore } from "../state/session-store";
import { AnswerTabs } from "./answer-tabs";
import { ClaimBar } from "./claim-bar";
import { DeskNoticeBar } from "./desk-notice";
import type { EditorAssistant } from "./editor-assistant";
import type { EditorBinding } from "./editor-binding";
import { LiveEditor } from "./live-editor";
import { SendControls } from "./send-controls";
import "./composer.css";

export interface ComposerProps {
  readonly desk: AnswerDesk;
  readonly store: SessionStore;
  readonly sessionName: string;
  readonly turnName: string;
  /** Null until it is loaded. */
  readonly view: TurnView | null;
  readonly otherWaiting: readonly Question[];
  readonly editorRef: RefObject<EditorBinding | null>;
  readonly onMove: (text: string, to: Question) => void;
}

/** Where an answer is written, in any of the ways that a model has. */
export function Composer(props: ComposerProps) {
  const { desk, store, turnName, view, otherWaiting, onMove } = props;
  const id = useId();
  const { composer } = messages.value;
  const kind = useSignal<AnswerKind>("text");
  const opened = useRef(new Set<AnswerKind>(["text"]));
  useKindAskedFor(view, desk, kind);
  opened.current.add(kind.value);
  const entry = desk.entry.value;
  const canWrite = !desk.isSending.value && !desk.isDone.value && (entry === null || isOpen(entry));
  const isOthers = entry !== null && entry.claimedBy !== null && !desk.isMine.value;
  const assistantRef = useRef<EditorAssistant | null>(null);
  const editorId = `${id}-editor`;
  const panelProps = {
    ...panelPropsOf(props, canWrite && !isOthers),
    editorId,
    assistantRef,
  };
  return (
    <section class="composer" aria-label={composer.answerTo(turnName)}>
      <DeskNoticeBar
        desk={desk}
        ownName={store.welcome.value?.operator.name ?? ""}
        others={otherWaiting}
        onMove={onMove}
      />
      <div class="composer-head">
        <AnswerTabs
          idPrefix={id}
          selected={kind.value}
          kinds={kindsFor(view, kind.value)}
          onSelect={(one) => {
            kind.value = one;
          }}
        />
        <ClaimBar desk={desk} store={store} />
      </div>
      {[...opened.current].map((one) => (
        <div
          key={one}
          id={`${id}-panel-${one}`}
          class="composer-panel"
          role="tabpanel"
          aria-labelledby={`${id}-tab-${one}`}
          hidden={one !== kind.value}
        >
          {one === "text" ? (
            <TextAnswer
              id={id}
              props={props}
              panelProps={panelProps}
              canWrite={canWrite}
              canSend={canWrite && !isOthers}
            />
          ) : (
            <AnswerPanel {...panelProps} kind={one} />
          )}
        </div>
      ))}
    </section>
  );
}

/** The editor with what goes with a text. */
function TextAnswer({
  id,
  props,
  panelProps,
  canWrite,
  canSend,
}: {
  readonly id: string;
  readonly props: ComposerProps;
  readonly panelProps: Omit<AnswerPanelProps, "kind">;
  readonly canWrite: boolean;
  readonly canSend: boolean;
}) {
  const { desk, turnName, editorRef } = props;
  const send = (): void => void desk.send();
  return (
    <>
      <LiveEditor
        desk={desk}
        id={panelProps.editorId}
        editorRef={editorRef}
        assistantRef={panelProps.assistantRef}
        label={messages.value.composer.answerTo(turnName)}
        describedBy={`${id}-counter`}
        isReadOnly={!canWrite}
        isEnterSend={isEnterSend.value}
        onSend={send}
      />
      <AnswerPanel {...panelProps} kind="text" />
      <SendControls desk={desk} counterId={`${id}-counter`} canSend={canSend} onSend={send} />
    </>
  );
}

const KINDS: readonly AnswerKind[] = ["text", "tool-call", "form", "refuse", "error"];

const NEVER_REASONS: ReadonlySet<UnavailableReason> = new Set([
  "not-loaded",
  "no-tools",
  "no-format",
]);

/** All but those for which the question has nothing: no tools, or no format. */
function kindsFor(view: TurnView | null, selected: AnswerKind): readonly AnswerKind[] {
  return KINDS.filter((kind) => {
    const reason = unavailableReason(kind, view, 0);
    return kind === selected || reason === null || !NEVER_REASONS.has(reason);
  });
}

function panelPropsOf(
  props: ComposerProps,
  canReply: boolean,
): Omit<AnswerPanelProps, "kind" | "editorId" | "assistantRef"> {
  const { desk, sessionName, view, editorRef } = props;
  const { text, sentChars } = desk.draft.value;
  return {
    sessionName,
    target: desk.target.value,
    turn: desk.entry.value,
    view,
    draftText: text,
    sentChars,
    textOptions: desk.textOptions,
    canReply,
    onReply: (reply) => desk.sendPanel(reply),
    onInsertText: (inserted, selection) => editorRef.current?.insert(inserted, selection),
  };
}

/** A question that demands a call or JSON opens with the form for it, once, and unless something was written already. */
function useKindAskedFor(view: TurnView | null, desk: AnswerDesk, kind: Signal<AnswerKind>): void {
  const isAsked = useRef(false);
  useEffect(() => {
    if (view === null || isAsked.current) return;
    isAsked.current = true;
    const asked = kindAskedFor(view);
    if (asked !== "text" && desk.draft.peek().text === "") kind.value = asked;
  }, [view, desk, kind]);
}
