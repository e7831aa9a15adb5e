import { useState } from "preact/hooks";
import type { ReplyContentCommand } from "../../console-protocol/session-command";
import { pace } from "../state/preferences";
import type { AnswerPanelProps, ReplyVerdict } from "./answer-panel-props";

export type Refused = Extract<ReplyVerdict, { readonly type: "refused" }>;

export interface Replier {
  readonly isSending: boolean;
  /** What the server said against the last try; null once something was changed since. */
  readonly refused: Refused | null;
  readonly clearRefused: () => void;
  /** True once the server has taken it. */
  readonly send: (content: ReplyContentCommand, isUnchecked: boolean) => Promise<boolean>;
}

/** Sends whole answers from a panel, late and at a pace where that was chosen. */
export function useReply({ onReply, textOptions, kind }: AnswerPanelProps): Replier {
  const [isSending, setIsSending] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  return {
    isSending,
    refused,
    clearRefused: () => setRefused(null),
    send: async (content, isUnchecked) => {
      const { delayMs, cutAfterChars } = textOptions.value;
      const delivery = {
        delayMs,
        pace: pace.value,
        // Only what is streamed as text has a middle to be cut in.
        cutAfterChars: kind === "form" ? cutAfterChars : null,
      };
      setIsSending(true);
      setRefused(null);
      try {
        const verdict = await onReply({ content, delivery, isUnchecked });
        if (verdict.type === "refused") setRefused(verdict);
        return verdict.type === "done";
      } finally {
        setIsSending(false);
      }
    },
  };
}
