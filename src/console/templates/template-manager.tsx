import type { Signal } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { describeBinding } from "../i18n/describe-binding";
import { messages } from "../i18n/use-messages";
import { Dialog } from "../shell/dialog";
import { Icon } from "../shell/icon";
import { randomId } from "../state/random-id";
import { bindingOf, moveTemplate, withoutTemplate, withTemplate, type Template } from "./template";
import { TemplateEditor } from "./template-editor";
import { TemplateFiles } from "./template-files";
import { sessionTemplates, sharedTemplates } from "./template-store";

interface Edited {
  readonly template: Template;
  readonly isShared: boolean;
}

/** Adds, changes, orders and removes templates. */
export function TemplateManager({
  sessionName,
  close,
}: {
  readonly sessionName: string;
  readonly close: () => void;
}) {
  const [edited, setEdited] = useState<Edited | null>(null);
  const own = sessionTemplates(sessionName);
  const texts = messages.value.templates;
  const addButton = useRef<HTMLButtonElement>(null);
  const wasEdited = useRef(false);
  useLayoutEffect(() => {
    // Back from the editor, whose controls are gone.
    if (edited === null && wasEdited.current) addButton.current?.focus();
    wasEdited.current = edited !== null;
  }, [edited]);
  const save = ({ template, isShared }: Edited): void => {
    const [to, from] = isShared ? [sharedTemplates, own] : [own, sharedTemplates];
    from.value = withoutTemplate(from.value, template.id);
    to.value = withTemplate(to.value, template);
    setEdited(null);
  };
  const listProps = { edit: setEdited, afterRemoval: () => addButton.current?.focus() };
  return (
    <Dialog title={texts.title} onClose={close} size="large">
      {edited === null ? (
        <div class="template-manager">
          <TemplateList title={texts.forSession} list={own} isShared={false} {...listProps} />
          <TemplateList title={texts.forAll} list={sharedTemplates} isShared {...listProps} />
          <div class="row">
            <button
              type="button"
              ref={addButton}
              class="button button-primary"
              onClick={() => {
                const template = { id: randomId(), name: "", text: "", binding: null };
                setEdited({ template, isShared: true });
              }}
            >
              {texts.add}
            </button>
            <TemplateFiles sessionName={sessionName} />
          </div>
        </div>
      ) : (
        <TemplateEditor
          key={edited.template.id}
          template={edited.template}
          isShared={edited.isShared}
          others={[...own.value, ...sharedTemplates.value]}
          save={save}
          cancel={() => {
            setEdited(null);
          }}
        />
      )}
    </Dialog>
  );
}

function TemplateList({
  title,
  list,
  isShared,
  edit,
  afterRemoval,
}: {
  readonly title: string;
  readonly list: Signal<readonly Template[]>;
  readonly isShared: boolean;
  readonly edit: (edited: Edited) => void;
  /** The button that was pressed is gone. */
  readonly afterRemoval: () => void;
}) {
  const texts = messages.value.templates;
  return (
    <section>
      <h3>{title}</h3>
      {list.value.length === 0 && <p class="hint">{texts.none}</p>}
      <ul class="template-list">
        {list.value.map((template, index) => (
          <li key={template.id}>
            <button
              type="button"
              class="template-open"
              onClick={() => {
                edit({ template, isShared });
              }}
            >
              <strong>{template.name}</strong>
              <Keys template={template} />
              <span>{template.text}</span>
            </button>
            <ListButton
              label={texts.moveUp(template.name)}
              symbol="↑"
              isDisabled={index === 0}
              press={() => {
                list.value = moveTemplate(list.value, template.id, -1);
              }}
            />
            <ListButton
              label={texts.moveDown(template.name)}
              symbol="↓"
              isDisabled={index === list.value.length - 1}
              press={() => {
                list.value = moveTemplate(list.value, template.id, 1);
              }}
            />
            <button
              type="button"
              class="icon-button"
              aria-label={texts.remove(template.name)}
              title={texts.remove(template.name)}
              onClick={() => {
                list.value = withoutTemplate(list.value, template.id);
                afterRemoval();
              }}
            >
              <Icon name="trash" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Keys({ template }: { readonly template: Template }) {
  const binding = bindingOf(template);
  return binding === null ? null : <kbd>{describeBinding(messages.value, binding)}</kbd>;
}

function ListButton({
  label,
  symbol,
  isDisabled,
  press,
}: {
  readonly label: string;
  readonly symbol: string;
  readonly isDisabled: boolean;
  readonly press: () => void;
}) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-disabled={isDisabled || undefined}
      onClick={() => {
        if (!isDisabled) press();
      }}
    >
      <span aria-hidden="true">{symbol}</span>
    </button>
  );
}
