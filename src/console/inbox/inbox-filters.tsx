import type { Signal } from "@preact/signals";
import type { Ref } from "preact";
import type { ResponderKind } from "../../core/turn";
import { messages } from "../i18n/use-messages";
import { Icon } from "../shell/icon";
import type { InboxFilter } from "./filter-inbox";

export interface InboxFiltersProps {
  readonly filter: Signal<InboxFilter>;
  readonly searchRef: Ref<HTMLInputElement>;
}

/** Only those that a session can have today; the others come with what they are for. */
const KINDS: readonly ResponderKind[] = ["partner", "operator"];

type Scope = "all" | "waiting" | "unread";
const SCOPES: readonly Scope[] = ["all", "waiting", "unread"];

export function InboxFilters({ filter, searchRef }: InboxFiltersProps) {
  const texts = messages.value.inbox;
  const { query, isWaitingOnly, isUnreadOnly, responderKind } = filter.value;
  const scope = isWaitingOnly ? "waiting" : isUnreadOnly ? "unread" : "all";
  const change = (changes: Partial<InboxFilter>): void => {
    filter.value = { ...filter.peek(), ...changes };
  };
  return (
    <search class="inbox-filters">
      <div class="inbox-search">
        <Icon name="search" />
        <input
          ref={searchRef}
          type="search"
          value={query}
          placeholder={texts.search}
          aria-label={texts.search}
          aria-keyshortcuts="/"
          autocomplete="off"
          onInput={(event) => change({ query: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || event.isComposing) return;
            change({ query: "" });
            event.currentTarget.blur();
          }}
        />
      </div>
      <fieldset class="segments" aria-label={texts.filters.label}>
        {SCOPES.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === scope}
            onClick={() =>
              change({ isWaitingOnly: one === "waiting", isUnreadOnly: one === "unread" })
            }
          >
            {texts.filters[one]}
          </button>
        ))}
      </fieldset>
      <select
        aria-label={texts.filters.responder}
        value={responderKind ?? ""}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change({ responderKind: KINDS.find((kind) => kind === value) ?? null });
        }}
      >
        <option value="">{texts.filters.everyResponder}</option>
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {messages.value.shell.responderKinds[kind]}
          </option>
        ))}
      </select>
    </search>
  );
}
