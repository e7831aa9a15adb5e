import { computed, type ReadonlySignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { AnswerPanelProps } from "../answer/answer-panel-props";
import { findConflict } from "../compose/key-binding";
import { fillTemplate } from "../compose/template";
import { describeBinding } from "../i18n/describe-binding";
import { formats, messages } from "../i18n/use-messages";
import { Icon } from "../shell/icon";
import { lazy } from "../shell/lazy";
import { plainKey, registerShortcut, useShortcut } from "../shell/shortcuts";
import { locale, operatorName } from "../state/preferences";
import { SlashList } from "./slash-list";
import { SlashMenu } from "./slash-menu";
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

export type TemplateDialog = "palette" | "manager" | null;

interface ToolsProps {
  readonly props: AnswerPanelProps;
  readonly dialog: TemplateDialog;
  readonly open: (dialog: TemplateDialog) => void;
}

/** The templates of a session, by their buttons, their keys, a palette, and a slash in an empty answer. */
export function TemplateTools({ props, dialog, open }: ToolsProps) {
  const { sessionName, editorId } = props;
  const all = useMemo(
    () => computed(() => [...sessionTemplates(sessionName).value, ...sharedTemplates.value]),
    [sessionName],
  );
  const templates = all.value;
  const [asking, setAsking] = useState<Asking | null>(null);
  const insert = (template: Template): void => {
    open(null);
    const names = unknownNames(props, template);
    if (names.length > 0) setAsking({ template, names });
    // A dialog that closes gives the focus back to where it was; then the editor takes it.
    else requestAnimationFrame(() => insertText(props, template, {}));
  };
  useTemplateKeys(templates, insert);
  const slash = useSlash(props, all, (template) => {
    const names = unknownNames(props, template);
    if (names.length === 0) insertText(props, template, {});
    else {
      // What was typed to find it has no place beside the question for the rest.
      props.onInsertText("", { startChars: 0, endChars: 0 });
      setAsking({ template, names });
    }
  });
  return (
    <>
      {slash.query.value === null ? (
        <Buttons templates={templates} insert={insert} open={open} />
      ) : (
        <SlashList menu={slash} editorId={editorId} />
      )}
      {asking !== null && (
        <PlaceholderDialog
          {...asking}
          insert={(values) => {
            setAsking(null);
            requestAnimationFrame(() => insertText(props, asking.template, values));
          }}
          close={() => setAsking(null)}
        />
      )}
      {dialog === "palette" && (
        <TemplatePalette
          templates={templates}
          pick={insert}
          manage={() => open("manager")}
          close={() => open(null)}
        />
      )}
      {dialog === "manager" && (
        <TemplateManager sessionName={props.sessionName} close={() => open(null)} />
      )}
    </>
  );
}

/** Lets the editor ask whether a slash looks for a template. */
function useSlash(
  { assistantRef, editorId }: AnswerPanelProps,
  templates: ReadonlySignal<readonly Template[]>,
  insert: (template: Template) => void,
): SlashMenu {
  const latestInsert = useRef(insert);
  latestInsert.current = insert;
  const menu = useMemo(
    () =>
      new SlashMenu(templates, (template) => {
        const editor = document.getElementById(editorId);
        if (editor instanceof HTMLTextAreaElement) editor.select();
        latestInsert.current(template);
      }),
    [templates, editorId],
  );
  useLayoutEffect(() => {
    assistantRef.current = menu;
    return () => {
      assistantRef.current = null;
    };
  }, [assistantRef, menu]);
  useShortcut({
    id: "templates.slash",
    group: "composer",
    keys: [plainKey("/")],
    description: () => messages.value.templates.slash,
    run: null,
  });
  return menu;
}

interface Asking {
  readonly template: Template;
  /** What nothing is known for. */
  readonly names: readonly string[];
}

function Buttons({
  templates,
  insert,
  open,
}: {
  readonly templates: readonly Template[];
  readonly insert: (template: Template) => void;
  readonly open: (dialog: TemplateDialog) => void;
}) {
  const { templates: texts } = messages.value;
  return (
    <>
      {templates.slice(0, SHOWN_MAX).map((template) => {
        const binding = bindingOf(template);
        return (
          <button
            key={template.id}
            type="button"
            class="chip"
            title={template.text}
            onClick={() => insert(template)}
          >
            {template.name}
            {binding !== null && <kbd>{describeBinding(messages.value, binding)}</kbd>}
          </button>
        );
      })}
      {templates.length > SHOWN_MAX && (
        <button type="button" class="chip" onClick={() => open("palette")}>
          {texts.all(templates.length)}
        </button>
      )}
      <button
        type="button"
        class={templates.length === 0 ? "chip" : "icon-button"}
        aria-label={texts.manage}
        title={texts.manage}
        onClick={() => open("manager")}
      >
        {templates.length === 0 ? texts.manage : <Icon name="settings" />}
      </button>
    </>
  );
}

function unknownNames(props: AnswerPanelProps, template: Template): readonly string[] {
  return fillTemplate(template.text, valuesFor(props)).unknownNames;
}

function insertText(
  props: AnswerPanelProps,
  template: Template,
  values: Readonly<Record<string, string>>,
): void {
  const { text, selection } = fillTemplate(template.text, { ...valuesFor(props), ...values });
  props.onInsertText(text, selection);
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
