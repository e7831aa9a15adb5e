import { useRef, useState } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { Dialog } from "../shell/dialog";
import { searchTemplates, type Template } from "./template";

/** Finds a template by typing a part of it. Enter takes the first; the arrows go through the others. */
export function TemplatePalette({
  templates,
  pick,
  manage,
  close,
}: {
  readonly templates: readonly Template[];
  readonly pick: (template: Template) => void;
  readonly manage: () => void;
  readonly close: () => void;
}) {
  const [query, setQuery] = useState("");
  const frame = useRef<HTMLDivElement>(null);
  const texts = messages.value.templates;
  const found = searchTemplates(templates, query);
  const [first] = found;
  return (
    <Dialog
      title={texts.insert}
      onClose={close}
      footer={
        <button type="button" class="button" onClick={manage}>
          {texts.manage}
        </button>
      }
    >
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- its controls are inside, and it only hears their keys */}
      <div
        class="palette"
        ref={frame}
        onKeyDown={(event) => {
          moveFocus(frame.current, event);
        }}
      >
        <input
          type="search"
          autofocus
          autocomplete="off"
          aria-label={texts.search}
          placeholder={texts.search}
          value={query}
          onInput={({ currentTarget: { value } }) => {
            setQuery(value);
          }}
          onKeyDown={(event) => {
            // The Enter that ends a composition is the input method's; Safari marks it with 229 alone.
            if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            if (first !== undefined) pick(first);
          }}
        />
        <Found templates={found} pick={pick} />
        {found.length === 0 && (
          <p class="hint">{templates.length === 0 ? texts.none : texts.noMatch}</p>
        )}
      </div>
    </Dialog>
  );
}

function Found({
  templates,
  pick,
}: {
  readonly templates: readonly Template[];
  readonly pick: (template: Template) => void;
}) {
  return (
    <ul>
      {templates.map((template) => (
        <li key={template.id}>
          <button
            type="button"
            class="template-open"
            onClick={() => {
              pick(template);
            }}
          >
            <strong>{template.name}</strong>
            <span>{template.text}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function moveFocus(frame: HTMLElement | null, event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (frame === null || step === 0 || event.isComposing) return;
  const stops = [...frame.querySelectorAll<HTMLElement>("input, button")];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  event.preventDefault();
  stops[(at + step + stops.length) % stops.length]?.focus();
}
