import { useState } from "preact/hooks";
import type { TurnView } from "../../console-protocol/turn-view";
import type { ToolDefinition } from "../../core/turn";
import type { FormModel } from "../schema-form/form-model";
import { validateForm, type FormIssue } from "../schema-form/validate-form";
import type { AnswerPanelProps } from "./answer-panel-props";
import {
  contentOfCalls,
  firstCalls,
  keepCalls,
  moveCall,
  newCall,
  readKeptCalls,
  restoreCalls,
  type CallDraft,
} from "./call-list";
import { useKept } from "./use-kept";
import { useReply, type Replier } from "./use-reply";

/** The calls of one answer while they are filled in. */
export interface Calls {
  readonly drafts: readonly CallDraft[];
  /** What is to be mended in a call; empty until somebody tried to send. */
  readonly issuesOf: (index: number) => readonly FormIssue[];
  readonly tryCount: number;
  readonly hasText: boolean;
  readonly setHasText: (hasText: boolean) => void;
  readonly replier: Replier;
  /** Returns the new call's id. */
  readonly add: (tool: ToolDefinition) => number;
  readonly change: (id: number, edit: (form: FormModel) => FormModel) => void;
  readonly move: (from: number, to: number) => void;
  readonly remove: (id: number) => void;
  readonly send: (isUnchecked: boolean) => void;
}

export function useCalls(props: AnswerPanelProps, view: TurnView, place: string): Calls {
  const kept = useKept<readonly CallDraft[]>(
    place,
    (stored) =>
      stored === undefined ? firstCalls(view) : restoreCalls(view.tools, readKeptCalls(stored)),
    (drafts) => (drafts.length === 0 ? null : keepCalls(drafts)),
  );
  const replier = useReply(props);
  const [hasText, setHasText] = useState(true);
  const [tryCount, setTryCount] = useState(0);
  const drafts = kept.value;
  const verdicts = drafts.map(({ form }) => validateForm(form));
  const edit = (change: (before: readonly CallDraft[]) => readonly CallDraft[]): void => {
    replier.clearRefused();
    kept.change(change);
  };
  const send = async (isUnchecked: boolean): Promise<void> => {
    if (!isUnchecked && verdicts.some(({ type }) => type === "faulty")) {
      setTryCount((count) => count + 1);
      return;
    }
    const { draftText, sentChars } = props;
    const text = hasText ? draftText : draftText.slice(0, sentChars);
    if (!(await replier.send(contentOfCalls(text, drafts), isUnchecked))) return;
    setTryCount(0);
    kept.reset();
  };
  return {
    drafts,
    issuesOf: (index) => {
      const verdict = verdicts[index];
      return tryCount > 0 && verdict?.type === "faulty" ? verdict.issues : [];
    },
    tryCount,
    hasText,
    setHasText,
    replier,
    add: (tool) => {
      const added = newCall(drafts, tool);
      edit((before) => [...before, added]);
      return added.id;
    },
    change: (id, change) => {
      edit((before) =>
        before.map((call) => (call.id === id ? { ...call, form: change(call.form) } : call)),
      );
    },
    move: (from, to) => {
      edit((before) => moveCall(before, from, to));
    },
    remove: (id) => {
      edit((before) => before.filter((call) => call.id !== id));
    },
    send: (isUnchecked) => void send(isUnchecked),
  };
}
