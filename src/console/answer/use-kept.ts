import { useEffect, useRef, useState } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { ownStorage } from "../kept/own-storage";
import { toast } from "../shell/toast";

export interface Kept<Value> {
  readonly value: Value;
  readonly change: (change: (value: Value) => Value) => void;
  /** After it was sent. */
  readonly reset: () => void;
}

/**
 * A state that is kept in the browser until it is sent. `restore` makes it from what was kept, or from undefined; `keep` says what is
 * worth to be kept, and null where nothing was filled in.
 */
export function useKept<Value>(
  place: string,
  restore: (kept: unknown) => Value,
  keep: (value: Value) => unknown,
): Kept<Value> {
  const [value, setValue] = useState(() => restore(ownStorage().read(place)));
  const isOver = useRef(false);
  useEffect(() => {
    if (ownStorage().read(place) === undefined)
      void ownStorage().recover(place, (kept) => {
        if (isOver.current) return false;
        setValue(restore(kept));
        return true;
      });
    return () => {
      isOver.current = true;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what a closed tab left is looked for once
  }, []);
  return {
    value,
    change: (change) => {
      isOver.current = true;
      setValue((before) => {
        const after = change(before);
        const kept = keep(after);
        if (kept === null) ownStorage().forget(place);
        else if (!ownStorage().write(place, kept))
          toast(messages.peek().answer.notKept, { tone: "error" });
        return after;
      });
    },
    reset: () => {
      ownStorage().forget(place);
      setValue(restore(undefined));
    },
  };
}
