import { useRef } from "preact/hooks";
import type { AnswerKind } from "../answer/answer-panel-props";
import { messages } from "../i18n/use-messages";

/** The ways to answer, as tabs. Those that this question can never take are left out; the others' panels say why they are closed. */
export function AnswerTabs({
  idPrefix,
  selected,
  kinds,
  onSelect,
}: {
  readonly idPrefix: string;
  readonly selected: AnswerKind;
  readonly kinds: readonly AnswerKind[];
  readonly onSelect: (kind: AnswerKind) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const { composer } = messages.value;
  const choose = (kind: AnswerKind): void => {
    onSelect(kind);
    list.current?.querySelector<HTMLElement>(`[data-kind="${kind}"]`)?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    const index = kinds.indexOf(selected);
    const target = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[event.key];
    const kind = target === undefined ? undefined : kinds.at(target % kinds.length);
    if (kind === undefined) return;
    event.preventDefault();
    choose(kind);
  };
  return (
    <div
      ref={list}
      class="tabs"
      role="tablist"
      tabIndex={-1}
      aria-label={composer.kinds}
      onKeyDown={press}
    >
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          id={`${idPrefix}-tab-${kind}`}
          class="tab"
          role="tab"
          data-kind={kind}
          aria-selected={kind === selected}
          aria-controls={kind === selected ? `${idPrefix}-panel-${kind}` : undefined}
          tabIndex={kind === selected ? 0 : -1}
          onClick={() => onSelect(kind)}
        >
          {composer.kind[kind]}
        </button>
      ))}
    </div>
  );
}
