import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { DELIVERY_LIMITS } from "../../core/reply-delivery";
import { messages } from "../i18n/use-messages";
import type { TextOptions } from "./answer-panel-props";
import { NumberText } from "./number-text";

const SECOND_MS = 1_000;

/** How long an answer is kept back, in seconds. */
export function DeliveryDelay({ textOptions }: { readonly textOptions: Signal<TextOptions> }) {
  const id = useId();
  const { delayMs } = textOptions.value;
  return (
    <span class="inline-field">
      <label for={id}>{messages.value.answer.options.delay}</label>
      <NumberText
        id={id}
        value={delayMs === 0 ? null : delayMs / SECOND_MS}
        placeholder="0"
        onNumber={(seconds) => {
          const typedMs = Math.round((seconds ?? 0) * SECOND_MS);
          const delay = Math.min(DELIVERY_LIMITS.delayMsMax, Math.max(0, typedMs));
          textOptions.value = { ...textOptions.value, delayMs: Number.isNaN(delay) ? 0 : delay };
        }}
      />
    </span>
  );
}

/** Where the connection breaks; behind what has gone already, which cannot be taken back. */
export function DeliveryCut({
  textOptions,
  textChars,
  sentChars,
}: {
  readonly textOptions: Signal<TextOptions>;
  readonly textChars: number;
  readonly sentChars: number;
}) {
  const id = useId();
  const { options } = messages.value.answer;
  const { cutAfterChars } = textOptions.value;
  const isCut = cutAfterChars !== null;
  const setCut = (chars: number | null): void => {
    textOptions.value = { ...textOptions.value, cutAfterChars: chars };
  };
  const isBehind = isCut && cutAfterChars < sentChars;
  return (
    <span class="inline-field">
      <label class="check">
        <input
          type="checkbox"
          checked={isCut}
          onChange={() => {
            setCut(isCut ? null : Math.max(sentChars, Math.ceil(textChars / 2)));
          }}
        />
        {options.cut}
      </label>
      {isCut && (
        <>
          <label for={id}>{options.cutAfter}</label>
          <NumberText
            id={id}
            value={cutAfterChars}
            describedBy={`${id}:help`}
            isInvalid={isBehind}
            onNumber={(chars) => {
              setCut(chars === null || Number.isNaN(chars) ? 0 : Math.max(0, Math.floor(chars)));
            }}
          />
          <span class={isBehind ? "fault" : "hint"} id={`${id}:help`}>
            {isBehind ? options.cutBehindSent : options.cutHelp(Math.ceil(textChars / 2))}
          </span>
        </>
      )}
    </span>
  );
}
