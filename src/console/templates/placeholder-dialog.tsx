import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { Dialog } from "../shell/dialog";
import type { Template } from "./template";

/**
 * Asks for what a template leaves open, before it stands in the editor: live typing would send a placeholder to the caller as it is, and
 * could not take it back.
 */
export function PlaceholderDialog({
  template,
  names,
  insert,
  close,
}: {
  readonly template: Template;
  readonly names: readonly string[];
  readonly insert: (values: Readonly<Record<string, string>>) => void;
  readonly close: () => void;
}) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const texts = messages.value.templates;
  return (
    <Dialog title={template.name} onClose={close} size="small">
      <form
        class="template-editor"
        onSubmit={(event) => {
          event.preventDefault();
          insert(Object.fromEntries(names.map((name) => [name, values[name] ?? ""])));
        }}
      >
        {names.map((name, index) => (
          <div class="field" key={name}>
            <label for={`${id}:${index}`}>{name}</label>
            <input
              id={`${id}:${index}`}
              ref={index === 0 ? first : null}
              autocomplete="off"
              value={values[name] ?? ""}
              onInput={({ currentTarget: { value } }) => {
                setValues((before) => ({ ...before, [name]: value }));
              }}
            />
          </div>
        ))}
        <div class="row">
          <button type="button" class="button" onClick={close}>
            {texts.cancel}
          </button>
          <button type="submit" class="button button-primary">
            {texts.insert}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
