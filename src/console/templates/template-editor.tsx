import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  findConflict,
  formatBinding,
  isSameBinding,
  type KeyBinding,
} from "../compose/key-binding";
import { messages } from "../i18n/use-messages";
import { shortcuts } from "../shell/shortcuts";
import { BindingInput } from "./binding-input";
import { bindingOf, KNOWN_PLACEHOLDERS, TEMPLATE_LIMITS, type Template } from "./template";

/** One template: its name, its text with placeholders, its keys, and where it is offered. */
export function TemplateEditor({
  template,
  isShared,
  others,
  save,
  cancel,
}: {
  readonly template: Template;
  readonly isShared: boolean;
  readonly others: readonly Template[];
  readonly save: (edited: { readonly template: Template; readonly isShared: boolean }) => void;
  readonly cancel: () => void;
}) {
  const [name, setName] = useState(template.name);
  const [text, setText] = useState(template.text);
  const [binding, setBinding] = useState(bindingOf(template));
  const [isForAll, setIsForAll] = useState(isShared);
  const texts = messages.value.templates;
  const conflict = binding === null ? null : describeConflict(template.id, binding, others);
  const canSave = name.trim() !== "" && text !== "" && conflict === null;
  return (
    <form
      class="template-editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (!canSave) return;
        const keys = binding === null ? null : formatBinding(binding);
        const edited = { id: template.id, name: name.trim(), text, binding: keys };
        save({ template: edited, isShared: isForAll });
      }}
    >
      <NameField name={name} change={setName} />
      <TextField text={text} change={setText} />
      <BindingInput binding={binding} conflict={conflict} change={setBinding} />
      <label class="check">
        <input
          type="checkbox"
          checked={isForAll}
          onChange={() => {
            setIsForAll(!isForAll);
          }}
        />
        {texts.offerEverywhere}
      </label>
      <div class="row">
        <button type="button" class="button" onClick={cancel}>
          {texts.cancel}
        </button>
        <button type="submit" class="button button-primary" aria-disabled={!canSave || undefined}>
          {texts.save}
        </button>
      </div>
    </form>
  );
}

function NameField({
  name,
  change,
}: {
  readonly name: string;
  readonly change: (name: string) => void;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  return (
    <div class="field">
      <label for={id}>{messages.value.templates.name}</label>
      <input
        id={id}
        ref={input}
        autocomplete="off"
        required
        maxLength={TEMPLATE_LIMITS.nameCharsMax}
        value={name}
        onInput={({ currentTarget: { value } }) => {
          change(value);
        }}
      />
    </div>
  );
}

function TextField({
  text,
  change,
}: {
  readonly text: string;
  readonly change: (text: string) => void;
}) {
  const id = useId();
  const texts = messages.value.templates;
  return (
    <div class="field">
      <label for={id}>{texts.text}</label>
      <textarea
        id={id}
        rows={6}
        required
        aria-describedby={`${id}:help`}
        maxLength={TEMPLATE_LIMITS.textCharsMax}
        value={text}
        onInput={({ currentTarget: { value } }) => {
          change(value);
        }}
      />
      <p class="hint" id={`${id}:help`}>
        {texts.placeholders}{" "}
        {KNOWN_PLACEHOLDERS.map((one) => (
          <code key={one}>{`{{${one}}} `}</code>
        ))}
        <code>{"{{name|…}}"}</code>
      </p>
    </div>
  );
}

/** What listens to the keys already: another template, the browser, or the console's own commands. */
function describeConflict(
  id: string,
  binding: KeyBinding,
  others: readonly Template[],
): string | null {
  const { keys } = messages.value;
  const bound = others.flatMap((other) => {
    const own = bindingOf(other);
    return own === null ? [] : [{ id: other.id, binding: own }];
  });
  const conflict = findConflict({ id, binding }, bound);
  if (conflict?.type === "reserved") return keys.reserved(conflict.binding);
  if (conflict?.type === "template")
    return keys.taken(others.find((other) => other.id === conflict.id)?.name ?? "");
  const isCommand = shortcuts.value.some(
    (one) => !one.id.startsWith("template.") && one.keys.some((key) => isSameBinding(key, binding)),
  );
  return isCommand ? keys.reserved(formatBinding(binding)) : null;
}
