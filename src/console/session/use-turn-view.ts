import { useEffect, useState } from "preact/hooks";
import type { AnswerTarget } from "../../console-protocol/session-command";
import type { TurnView } from "../../console-protocol/turn-view";
import type { SessionStore } from "../state/session-store";

export type LoadedView =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly retry: () => void }
  | { readonly state: "there"; readonly view: TurnView };

/** Everything that a question's caller sent. It is asked for again when what this page may see of it has changed. */
export function useTurnView(store: SessionStore, target: AnswerTarget): LoadedView {
  const [view, setView] = useState<TurnView | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const turnId = "turnId" in target ? target.turnId : null;
  const holdId = "turnId" in target ? "" : target.holdId;
  const isContextHidden = store.live.value?.isContextHidden;
  useEffect(() => {
    let isWanted = true;
    setHasFailed(false);
    const loading = turnId === null ? store.holdView(holdId) : store.turnView(turnId);
    loading.then(
      (loaded) => isWanted && setView(loaded),
      () => isWanted && setHasFailed(true),
    );
    return () => {
      isWanted = false;
    };
  }, [store, turnId, holdId, isContextHidden, attempt]);
  if (hasFailed && view === null)
    return { state: "failed", retry: () => setAttempt((count) => count + 1) };
  return view === null ? { state: "loading" } : { state: "there", view };
}
