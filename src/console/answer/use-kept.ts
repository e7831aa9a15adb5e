import { useState } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { toast } from "../shell/toast";
import { browserStore } from "./browser-store";
import { forgetKept, readKept, writeKept } from "./kept-answers";

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
  const [value, setValue] = useState(() => restore(readKept(browserStore(), place)));
  return {
    value,
    change: (change) => {
      setValue((before) => {
        const after = change(before);
        const kept = keep(after);
        if (kept === null) forgetKept(browserStore(), place);
        else if (!writeKept(browserStore(), place, kept, Date.now()))
          toast(messages.peek().answer.notKept, { tone: "error" });
        return after;
      });
    },
    reset: () => {
      forgetKept(browserStore(), place);
      setValue(restore(undefined));
    },
  };
}
