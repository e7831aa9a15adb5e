import { useEffect, useState } from "preact/hooks";
import { browserStore } from "../answer/browser-store";
import type { AnswerPanelProps } from "../answer/answer-panel-props";
import { messages } from "../i18n/use-messages";
import { lazy } from "../shell/lazy";
import { commandKey, useShortcut } from "../shell/shortcuts";
import { hasStoredTemplates } from "./stored-templates";
import type { TemplateDialog } from "./template-tools";

const TemplateTools = lazy(async () => (await import("./template-tools")).TemplateTools);

/** Templates one click or key away from the editor. What shows them is loaded for those who have some. */
export function TemplateBar(props: AnswerPanelProps) {
  const { sessionName } = props;
  const [isThere, setIsThere] = useState(() => hasStoredTemplates(browserStore(), sessionName));
  const [dialog, setDialog] = useState<TemplateDialog>(null);
  useEffect(() => {
    const look = (): void => {
      if (hasStoredTemplates(browserStore(), sessionName)) setIsThere(true);
    };
    addEventListener("storage", look);
    return () => removeEventListener("storage", look);
  }, [sessionName]);
  const open = (next: TemplateDialog): void => {
    setIsThere(true);
    setDialog(next);
  };
  const { templates: texts } = messages.value;
  useShortcut({
    id: "templates.palette",
    group: "composer",
    keys: commandKey("/"),
    description: () => messages.value.templates.insert,
    run: () => open("palette"),
  });
  return (
    <div class="template-bar">
      {isThere ? (
        <TemplateTools props={props} dialog={dialog} open={open} />
      ) : (
        <button type="button" class="chip" onClick={() => open("manager")}>
          {texts.manage}
        </button>
      )}
    </div>
  );
}
