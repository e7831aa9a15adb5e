import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { findConflict } from "../compose/key-binding";
import { fillTemplate } from "../compose/template";
import { describeBinding } from "../i18n/describe-binding";
import { formats, messages } from "../i18n/use-messages";
import { Icon } from "../shell/icon";
import { lazy } from "../shell/lazy";
import { commandKey, registerShortcut, useShortcut } from "../shell/shortcuts";
import { locale, operatorName } from "../state/preferences";
import type { AnswerPanelProps } from "../answer/answer-panel-props";
import { bindingOf, templateValues, type Template } from "./template";
import { sessionTemplates, sharedTemplates } from "./template-store";
import "./templates.css";

const TemplateManager = lazy(async () => (await import("./template-manager")).TemplateManager);
const PlaceholderDialog = lazy(
  async () => (await import("./placeholder-dialog")).PlaceholderDialog,
);
const TemplatePalette = lazy(async () => (await import("./template-palette")).TemplatePalette);

/** As many as stand beside the editor; the palette has all. */
const SHOWN_MAX = 6;

/** Templates one click or key away from the editor. */
export function TemplateBar(props: AnswerPanelProps) {
  const { sessionName } = props;
  const [open, setOpen] = useState<OpenDialog>(null);
  const own = sessionTemplates(sessionName).value;
  const shared = sharedTemplates.value;
  const templates = useMemo(() => [...own, ...shared], [own, shared]);
  const [asking, setAsking] = useState<Asking | null>(null);
  const insert = (template: Template): void => {
    setOpen(null);
    const names = fillTemplate(template.text, valuesFor(props)).unknownNames;
    if (names.length > 0) setAsking({ template, names });
    else insertText(props, template, {});
  };
  useTemplateKeys(templates, insert);
  const { templates: texts } = messages.value;
  useShortcut({
    id: "templates.palette",
    group: "composer",
    keys: commandKey("/"),
    description: () => messages.value.templates.insert,
    run: () => {
      setOpen("palette");
    },
  });
  return (
    <div class="template-bar">
      {templates.slice(0, SHOWN_MAX).map((template) => (
        <TemplateButton
          key={template.id}
          template={template}
          press={() => {
            insert(template);
          }}
        />
      ))}
      {templates.length > SHOWN_MAX && (
        <button type="button" class="chip" onClick={() => setOpen("palette")}>
          {texts.all(templates.length)}
        </button>
      )}
      <button
        type="button"
        class={templates.length === 0 ? "chip" : "icon-button"}
        aria-label={texts.manage}
        title={texts.manage}
        onClick={() => setOpen("manager")}
      >
        {templates.length === 0 ? texts.manage : <Icon name="settings" />}
      </button>
      {open === "palette" && (
        <TemplatePalette
          templates={templates}
          pick={insert}
          manage={() => setOpen("manager")}
          close={() => setOpen(null)}
        />
      )}
      <TemplateDialogs
        props={props}
        templates={templates}
        open={open}
        show={setOpen}
        asking={asking}
        ask={setAsking}
        insert={insert}
      />
    </div>
  );
}

type OpenDialog = "palette" | "manager" | null;

function TemplateDialogs({
  props,
  templates,
  open,
  show,
  asking,
  ask,
  insert,
}: {
  readonly props: AnswerPanelProps;
  readonly templates: readonly Template[];
  readonly open: OpenDialog;
  readonly show: (dialog: OpenDialog) => void;
  readonly asking: Asking | null;
  readonly ask: (asking: Asking | null) => void;
  readonly insert: (template: Template) => void;
}) {
  const close = (): void => {
    show(null);
  };
  return (
    <>
      {asking !== null && (
        <PlaceholderDialog
          {...asking}
          insert={(values) => {
            ask(null);
            insertText(props, asking.template, values);
          }}
          close={() => {
            ask(null);
          }}
        />
      )}
      {open === "palette" && (
        <TemplatePalette
          templates={templates}
          pick={insert}
          manage={() => {
            show("manager");
          }}
          close={close}
        />
      )}
      {open === "manager" && <TemplateManager sessionName={props.sessionName} close={close} />}
    </>
  );
}

function TemplateButton({
  template,
  press,
}: {
  readonly template: Template;
  readonly press: () => void;
}) {
  const binding = bindingOf(template);
  return (
    <button type="button" class="chip" title={template.text} onClick={press}>
      {template.name}
      {binding !== null && <kbd>{describeBinding(messages.value, binding)}</kbd>}
    </button>
  );
}

interface Asking {
  readonly template: Template;
  /** What nothing is known for. */
  readonly names: readonly string[];
}

function insertText(
  props: AnswerPanelProps,
  template: Template,
  values: Readonly<Record<string, string>>,
): void {
  const { text, selection } = fillTemplate(template.text, { ...valuesFor(props), ...values });
  // A dialog that closes gives the focus back to where it was; then the editor takes it.
  requestAnimationFrame(() => {
    props.onInsertText(text, selection);
  });
}

function valuesFor({ turn, sessionName }: AnswerPanelProps): Readonly<Record<string, string>> {
  const nowMs = Date.now();
  return templateValues({
    questionText: turn?.questionText ?? null,
    sessionName,
    operatorName: operatorName.value,
    date: new Intl.DateTimeFormat(locale.value, { dateStyle: "medium" }).format(nowMs),
    time: formats.value.time(nowMs),
  });
}

/** Each template listens to its own keys, for as long as its editor is there. */
function useTemplateKeys(
  templates: readonly Template[],
  insert: (template: Template) => void,
): void {
  const latestInsert = useRef(insert);
  latestInsert.current = insert;
  useEffect(
    () =>
      registerKeys(templates, (template) => {
        latestInsert.current(template);
      }),
    [templates],
  );
}

/** Returns how to take them back. */
function registerKeys(
  templates: readonly Template[],
  insert: (template: Template) => void,
): () => void {
  const removals = templates.flatMap((template) => {
    const binding = bindingOf(template);
    // A file may bring keys that the console has for itself.
    if (binding === null || findConflict({ id: template.id, binding }, []) !== null) return [];
    const removal = registerShortcut({
      id: `template.${template.id}`,
      group: "composer",
      keys: [binding],
      description: () => template.name,
      isForWriting: true,
      run: () => {
        insert(template);
      },
    });
    return [removal];
  });
  return () => {
    for (const remove of removals) remove();
  };
}
