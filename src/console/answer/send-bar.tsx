import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { DeliveryDelay } from "./delivery-options";
import type { AnswerPanelProps } from "./answer-panel-props";
import type { Refused, Replier } from "./use-reply";

export interface SendBarProps {
  readonly props: AnswerPanelProps;
  readonly replier: Replier;
  readonly label: string;
  /** Faults that were found before anything went, as list items; counted, so that their arrival is noticed. */
  readonly faults: ComponentChildren;
  readonly faultCount: number;
  /** How many times it was tried; each failed try leads to the faults. */
  readonly tryCount: number;
  /** Whether what does not fit may go all the same. */
  readonly canForce: boolean;
  readonly onSend: (isUnchecked: boolean) => void;
}

/** A form of any length, and below it, always in sight, what sends it. */
export function AnswerFrame({
  bar,
  children,
}: {
  readonly bar: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="answer-frame">
      <div class="answer-panel">{children}</div>
      {bar}
    </div>
  );
}

/** The end of every panel: what is wrong, what the server said, and the button that sends. */
export function SendBar(bar: SendBarProps) {
  const { props, replier, label, faults, faultCount, tryCount, canForce, onSend } = bar;
  const { answer } = messages.value;
  const summary = useRef<HTMLDivElement>(null);
  const isFaulty = faultCount > 0;
  useLayoutEffect(() => {
    if (tryCount > 0 && isFaulty) summary.current?.focus();
    // Only a try leads there; what is mended in between leaves the focus where it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tryCount]);
  const isRejected = replier.refused?.reason === "reply-rejected";
  return (
    <div class="send-bar">
      {isFaulty && (
        <div class="fault-summary" ref={summary} tabIndex={-1}>
          <p>{answer.faultCount(faultCount)}</p>
          <ul>{faults}</ul>
        </div>
      )}
      {replier.refused !== null && <ServerRefusal refused={replier.refused} />}
      <div class="send-row">
        <DeliveryDelay textOptions={props.textOptions} />
        {canForce && (isFaulty || isRejected) && (
          <ForceButton isDisabled={!props.canReply || replier.isSending} onForce={onSend} />
        )}
        <button
          type="button"
          class="button button-primary"
          aria-disabled={!props.canReply || replier.isSending || undefined}
          title={props.canReply ? undefined : answer.cannotSend}
          onClick={() => {
            if (props.canReply && !replier.isSending) onSend(false);
          }}
        >
          {replier.isSending ? answer.sending : label}
        </button>
      </div>
    </div>
  );
}

/** What the server said, at the place that it is about. */
function ServerRefusal({ refused }: { readonly refused: Refused }) {
  const { faults } = messages.value;
  const { reason, claimedBy } = refused;
  // What is about one call is told there.
  const detail = refused.place?.kind === "tool-call" ? null : refused.detail;
  return (
    <div class="fault-summary" role="alert">
      <p>
        {faults.refused[reason]}
        {claimedBy !== null && ` (${claimedBy.name})`}
      </p>
      {detail !== null && (
        <p class="fault-detail" lang="en">
          {detail}
        </p>
      )}
    </div>
  );
}

/** Sends what does not fit, but asks once more: a program at the other end may break on it. */
function ForceButton({
  isDisabled,
  onForce,
}: {
  readonly isDisabled: boolean;
  readonly onForce: (isUnchecked: boolean) => void;
}) {
  const [isAsking, setIsAsking] = useState(false);
  const { sendAnyway, confirmUnchecked, cancel } = messages.value.answer;
  const opener = useRef<HTMLButtonElement>(null);
  const cancelButton = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (isAsking) cancelButton.current?.focus();
  }, [isAsking]);
  if (!isAsking)
    return (
      <button
        type="button"
        class="link-button"
        ref={opener}
        aria-disabled={isDisabled || undefined}
        onClick={() => {
          if (!isDisabled) setIsAsking(true);
        }}
      >
        {sendAnyway}
      </button>
    );
  return (
    <div class="confirm" role="alertdialog" aria-label={confirmUnchecked}>
      <p>{confirmUnchecked}</p>
      <button
        type="button"
        class="button"
        ref={cancelButton}
        onClick={() => {
          setIsAsking(false);
        }}
      >
        {cancel}
      </button>
      <button
        type="button"
        class="button button-danger"
        onClick={() => {
          setIsAsking(false);
          onForce(true);
        }}
      >
        {sendAnyway}
      </button>
    </div>
  );
}
