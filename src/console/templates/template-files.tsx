import { useRef } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { toast } from "../shell/toast";
import { mergeTemplates, readTemplates, type Template } from "./template";
import { sessionTemplates, sharedTemplates } from "./template-store";

const FILE_NAME = "motive-proxy-templates.json";
/** Far above the limits of all templates together. */
const FILE_BYTES_MAX = 16 * 1024 * 1024;

/** Takes templates to another browser, or to a colleague. */
export function TemplateFiles({ sessionName }: { readonly sessionName: string }) {
  const input = useRef<HTMLInputElement>(null);
  const own = sessionTemplates(sessionName);
  const texts = messages.value.templates;
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const imported = file.size > FILE_BYTES_MAX ? null : readTemplates(parse(await file.text()));
    if (imported === null) {
      toast(texts.badFile, { tone: "error" });
      return;
    }
    // A template of this session stays one.
    const isOwn = ({ id }: Template): boolean => own.value.some((one) => one.id === id);
    const mergedOwn = mergeTemplates(own.value, imported.filter(isOwn));
    const merged = mergeTemplates(
      sharedTemplates.value,
      imported.filter((template) => !isOwn(template)),
    );
    if (merged === null || mergedOwn === null) toast(texts.tooMany, { tone: "error" });
    else {
      own.value = mergedOwn;
      sharedTemplates.value = merged;
      toast(texts.imported(imported.length));
    }
  };
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}>
        {texts.import}
      </button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label={texts.import}
        onChange={({ currentTarget }) => {
          void read(currentTarget.files?.[0]);
          // So that the same file can be chosen again.
          currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class="button"
        onClick={() => {
          save(JSON.stringify([...own.value, ...sharedTemplates.value], null, 2));
        }}
      >
        {texts.export}
      </button>
    </>
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON, so no templates.
    return null;
  }
}

function save(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = FILE_NAME;
  link.click();
  URL.revokeObjectURL(address);
}
