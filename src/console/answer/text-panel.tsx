import { useState } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { lazy } from "../shell/lazy";
import { TemplateBar } from "../templates/template-bar";
import type { AnswerPanelProps, TextOptions } from "./answer-panel-props";

const TextDelivery = lazy(async () => (await import("./text-delivery")).TextDelivery);

/** What goes with a text: templates to begin it with, how it ends, and how it goes out. */
export function TextPanel(props: AnswerPanelProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { options } = messages.value.answer;
  const isChanged = !isPlain(props.textOptions.value);
  return (
    <div class="text-panel">
      <TemplateBar {...props} />
      <details
        class="disclosure"
        onToggle={({ currentTarget }) => {
          setIsOpen(currentTarget.open);
        }}
      >
        <summary>
          {options.title}
          {isChanged && <span class="badge">{options.changed}</span>}
        </summary>
        {isOpen && <TextDelivery {...props} isChanged={isChanged} />}
      </details>
    </div>
  );
}

function isPlain({ finishReason, delayMs, cutAfterChars }: TextOptions): boolean {
  return finishReason === "stop" && delayMs === 0 && cutAfterChars === null;
}
