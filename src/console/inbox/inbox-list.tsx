import { useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Account } from "../../console-protocol/turn-view";
import { messages } from "../i18n/use-messages";
import { navigate, sessionPath } from "../shell/route";
import { plainKey, useShortcut } from "../shell/shortcuts";
import { DeleteSession } from "./lazy-dialogs";
import type { InboxModel } from "./inbox-model";
import { InboxRow } from "./inbox-row";
import { RowPopovers } from "./row-popovers";

export interface InboxListProps {
  readonly inbox: InboxModel;
  readonly account: Account;
  readonly openName: string | null;
}

/**
 * The rows. One of them can be reached by Tab, and from it the others by arrows or J and K, so that hundreds of sessions are not hundreds
 * of stops on the way to what is behind them.
 */
export function InboxList({ inbox, account, openName }: InboxListProps) {
  const list = useRef<HTMLUListElement>(null);
  const currentName = useSignal<string | null>(openName);
  const deletedName = useSignal<string | null>(null);
  const entries = inbox.shown.value;
  const drawn = useGrowingCount(entries.length);
  const names = entries.map(({ sessionName }) => sessionName);
  const current = pickCurrent(names, currentName.value ?? openName);

  const focusRow = (index: number): void => {
    const name = names[Math.max(0, Math.min(names.length - 1, index))];
    if (name === undefined) return;
    currentName.value = name;
    const row = list.current?.querySelector<HTMLElement>(`[data-name="${CSS.escape(name)}"]`);
    row?.focus({ preventScroll: true });
    row?.closest("li")?.scrollIntoView({ block: "nearest" });
  };
  const step = (distance: number): void => {
    const isInList = list.current?.contains(document.activeElement) ?? false;
    const from = names.indexOf(current ?? "");
    // The first key only shows where one is.
    focusRow(isInList || currentName.value !== null ? from + distance : Math.max(0, from));
  };
  const askToDelete = (sessionName: string | null): void => {
    deletedName.value = sessionName;
  };
  useListShortcuts(step, () => {
    if (current !== null) navigate(sessionPath(current));
  });
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys move between the links inside */}
      <ul
        ref={list}
        class="inbox-list"
        aria-label={messages.value.inbox.title}
        onKeyDown={(event) => {
          const target = targetOf(event, names.indexOf(current ?? ""), names.length);
          if (target === null) return;
          event.preventDefault();
          focusRow(target);
        }}
        onFocusIn={({ target }) => {
          currentName.value = nameOfRow(target) ?? currentName.peek();
        }}
      >
        {entries.slice(0, drawn.value).map((entry) => (
          <InboxRow
            key={entry.sessionName}
            entry={entry}
            inbox={inbox}
            isOpen={entry.sessionName === openName}
            isCurrent={entry.sessionName === current}
          />
        ))}
      </ul>
      <RowPopovers inbox={inbox} onDelete={account.role === "admin" ? askToDelete : null} />
      {deletedName.value === null ? null : (
        <DeleteSession
          sessionName={deletedName.value}
          inbox={inbox}
          onClose={() => askToDelete(null)}
        />
      )}
    </>
  );
}

const FIRST_ROWS = 60;
const NEXT_ROWS = 150;

/** How many rows are drawn: at first what fits on a screen, and in a moment all, so that the first view does not wait for the last row. */
function useGrowingCount(count: number): ReadonlySignal<number> {
  const drawn = useSignal(FIRST_ROWS);
  useEffect(() => {
    if (drawn.value >= count) return undefined;
    const timer = setTimeout(() => {
      drawn.value += NEXT_ROWS;
    });
    return () => clearTimeout(timer);
  }, [count, drawn.value]);
  return drawn;
}

/** The row that Tab comes to: where one was, or the first. */
function pickCurrent(names: readonly string[], name: string | null): string | null {
  return name !== null && names.includes(name) ? name : (names[0] ?? null);
}

function nameOfRow(target: EventTarget | null): string | null {
  const row = target instanceof Element ? target.closest("li") : null;
  return row?.querySelector<HTMLAnchorElement>("a.inbox-link")?.dataset["name"] ?? null;
}

function targetOf(event: KeyboardEvent, index: number, count: number): number | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  switch (event.key) {
    case "ArrowDown":
      return index + 1;
    case "ArrowUp":
      return index - 1;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

function useListShortcuts(step: (distance: number) => void, open: () => void): void {
  useShortcut({
    id: "next-session",
    group: "inbox",
    keys: [plainKey("J")],
    description: () => messages.value.inbox.shortcuts.next,
    run: () => step(1),
  });
  useShortcut({
    id: "previous-session",
    group: "inbox",
    keys: [plainKey("K")],
    description: () => messages.value.inbox.shortcuts.previous,
    run: () => step(-1),
  });
  useShortcut({
    id: "open-session",
    group: "inbox",
    keys: [plainKey("Enter")],
    description: () => messages.value.inbox.shortcuts.open,
    run: open,
  });
}
