import { useEffect, useId, useLayoutEffect } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { announce } from "../shell/announcer";
import type { SlashMenu } from "./slash-menu";

/**
 * The templates that a slash looks for, while the focus stays in the editor. That is a text box and no combobox, which has one line; it
 * says of itself what a text box may say of a list.
 */
export function SlashList({
  menu,
  editorId,
}: {
  readonly menu: SlashMenu;
  readonly editorId: string;
}) {
  const id = useId();
  const texts = messages.value.templates;
  const found = menu.found.value;
  const activeIndex = menu.activeIndex.value;
  const activeId = found.length === 0 ? null : `${id}:${activeIndex}`;
  useListOfEditor(editorId, id, activeId);
  const said = found.length === 0 ? texts.noMatch : texts.found(found.length);
  useEffect(() => announce(said), [said]);
  return (
    <div class="slash-list">
      {/* eslint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select would take the focus from the editor */}
      <div id={id} role="listbox" aria-label={texts.insert}>
        {found.map((template, index) => (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the editor hears the keys
          <div
            key={template.id}
            id={`${id}:${index}`}
            // eslint-disable-next-line jsx-a11y/prefer-tag-over-role -- there is no select around it
            role="option"
            tabIndex={-1}
            class="template-open"
            aria-selected={index === activeIndex}
            onMouseDown={(event) => {
              // The editor keeps the focus.
              event.preventDefault();
            }}
            onClick={() => menu.pick(template)}
          >
            <strong>{template.name}</strong>
            <span>{template.text}</span>
          </div>
        ))}
      </div>
      <p class="hint">{found.length === 0 ? texts.noMatch : texts.slashHint}</p>
    </div>
  );
}

/** Says at the editor which list is open and what is chosen in it, and keeps that in sight. */
function useListOfEditor(editorId: string, listId: string, activeId: string | null): void {
  useLayoutEffect(() => {
    const editor = document.getElementById(editorId);
    const attributes = {
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": listId,
    };
    for (const [name, value] of Object.entries(attributes)) editor?.setAttribute(name, value);
    return () => {
      for (const name of Object.keys(attributes)) editor?.removeAttribute(name);
    };
  }, [editorId, listId]);
  useLayoutEffect(() => {
    const editor = document.getElementById(editorId);
    if (activeId === null) return undefined;
    editor?.setAttribute("aria-activedescendant", activeId);
    document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
    return () => editor?.removeAttribute("aria-activedescendant");
  }, [editorId, activeId]);
}
