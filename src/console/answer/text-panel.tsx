import { useId } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { TemplateBar } from "../templates/template-bar";
import { PLAIN_TEXT_OPTIONS, type AnswerPanelProps, type TextOptions } from "./answer-panel-props";
import { DeliveryCut, DeliveryDelay } from "./delivery-options";

const FINISH_REASONS = ["stop", "length", "content-filter"] as const;

/** What goes with a text: templates to begin it with, how it ends, and how it goes out. */
export function TextPanel(props: AnswerPanelProps) {
  return (
    <div class="text-panel">
      <TemplateBar {...props} />
      <TextDelivery {...props} />
    </div>
  );
}

function TextDelivery({ textOptions, draftText, sentChars }: AnswerPanelProps) {
  const id = useId();
  const { options } = messages.value.answer;
  const { finishReason } = textOptions.value;
  const isChanged = !isPlain(textOptions.value);
  return (
    <details class="disclosure">
      <summary>
        {options.title}
        {isChanged && <span class="badge">{options.changed}</span>}
      </summary>
      <div class="inline-fields">
        <span class="inline-field">
          <label for={id}>{options.finishReason}</label>
          <select
            id={id}
            value={finishReason}
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
    </details>
  );
}

function isPlain({ finishReason, delayMs, cutAfterChars }: TextOptions): boolean {
  return finishReason === "stop" && delayMs === 0 && cutAfterChars === null;
}
