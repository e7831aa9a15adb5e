import { useId } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { PLAIN_TEXT_OPTIONS, type AnswerPanelProps } from "./answer-panel-props";
import { DeliveryCut, DeliveryDelay } from "./delivery-options";

const FINISH_REASONS = ["stop", "length", "content-filter"] as const;

/** How a text ends and goes out. Loaded when it is opened. */
export function TextDelivery({
  textOptions,
  draftText,
  sentChars,
  isChanged,
}: Pick<AnswerPanelProps, "textOptions" | "draftText" | "sentChars"> & {
  readonly isChanged: boolean;
}) {
  const id = useId();
  const { options } = messages.value.answer;
  return (
    <div class="inline-fields">
      <span class="inline-field">
        <label for={id}>{options.finishReason}</label>
        <select
          id={id}
          value={textOptions.value.finishReason}
          onChange={({ currentTarget: { value } }) => {
            const chosen = FINISH_REASONS.find((one) => one === value) ?? "stop";
            textOptions.value = { ...textOptions.value, finishReason: chosen };
          }}
        >
          {FINISH_REASONS.map((one) => (
            <option key={one} value={one}>
              {options.finishReasons[one]}
            </option>
          ))}
        </select>
      </span>
      <DeliveryDelay textOptions={textOptions} />
      <DeliveryCut textOptions={textOptions} textChars={draftText.length} sentChars={sentChars} />
      {isChanged && (
        <button
          type="button"
          class="link-button"
          onClick={() => {
            textOptions.value = PLAIN_TEXT_OPTIONS;
          }}
        >
          {options.reset}
        </button>
      )}
    </div>
  );
}
