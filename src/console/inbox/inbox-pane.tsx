import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Account } from "../../console-protocol/turn-view";
import { formats, messages } from "../i18n/use-messages";
import { Icon } from "../shell/icon";
import { plainKey, useShortcut } from "../shell/shortcuts";
import { SHOW_ALL } from "./filter-inbox";
import { InboxFilters } from "./inbox-filters";
import { InboxList } from "./inbox-list";
import type { InboxModel } from "./inbox-model";
import { OpenByName } from "./lazy-dialogs";
import "../styles/inbox.css";

export interface InboxPaneProps {
  readonly inbox: InboxModel;
  readonly account: Account;
  /** On a page of its own it is the main part; beside a session it is the way to the others. */
  readonly isMain: boolean;
  readonly openName: string | null;
}

/** All sessions, live. */
export function InboxPane({ inbox, account, isMain, openName }: InboxPaneProps) {
  const texts = messages.value.inbox;
  const isOpening = useSignal(false);
  const search = useRef<HTMLInputElement>(null);
  useShortcut({
    id: "search",
    group: "inbox",
    keys: [plainKey("/")],
    description: () => messages.value.shell.shortcuts.search,
    run: () => search.current?.focus(),
  });
  useShortcut({
    id: "open-by-name",
    group: "inbox",
    keys: [plainKey("O")],
    description: () => messages.value.shell.shortcuts.openByName,
    run: () => {
      isOpening.value = true;
    },
  });
  const isEmpty = inbox.store.isLoaded.value && inbox.entries.value.length === 0;
  const Heading = isMain ? "h1" : "h2";
  return (
    // One element in both roles, so that the list keeps its place when a session is opened beside it.
    <section
      class="inbox"
      role={isMain ? "main" : "navigation"}
      aria-label={texts.title}
      data-main={isMain || undefined}
    >
      <div class="inbox-head">
        <Heading>{texts.title}</Heading>
        <InboxCount inbox={inbox} />
        <button
          type="button"
          class="icon-button"
          aria-label={texts.openByName.action}
          title={texts.openByName.action}
          onClick={() => {
            isOpening.value = true;
          }}
        >
          <Icon name="plus" />
        </button>
      </div>
      {isEmpty ? null : <InboxFilters filter={inbox.filter} searchRef={search} />}
      <InboxBody inbox={inbox} account={account} openName={openName} />
      {isOpening.value ? (
        <OpenByName
          onClose={() => {
            isOpening.value = false;
          }}
        />
      ) : null}
    </section>
  );
}

function InboxCount({ inbox }: { readonly inbox: InboxModel }) {
  const texts = messages.value.inbox;
  const count = inbox.waitingCount.value;
  if (!inbox.store.isLoaded.value) return null;
  return count === 0 ? (
    <span class="inbox-count muted">
      {texts.count(inbox.shown.value.length, inbox.entries.value.length)}
    </span>
  ) : (
    <span class="inbox-count badge" data-tone="waiting">
      {texts.waitingCount(formats.value.number(count))}
    </span>
  );
}

function InboxBody({ inbox, account, openName }: Omit<InboxPaneProps, "isMain">) {
  const texts = messages.value.inbox;
  if (!inbox.store.isLoaded.value) return <NotLoaded inbox={inbox} />;
  // Then the place beside the list says how to begin.
  if (inbox.entries.value.length === 0) return null;
  if (inbox.shown.value.length === 0)
    return (
      <div class="inbox-note">
        <h2>{texts.nothingFound.title}</h2>
        <button
          type="button"
          class="button"
          onClick={() => {
            inbox.filter.value = SHOW_ALL;
          }}
        >
          {texts.nothingFound.reset}
        </button>
      </div>
    );
  return <InboxList inbox={inbox} account={account} openName={openName} />;
}

function NotLoaded({ inbox }: { readonly inbox: InboxModel }) {
  const { failed } = messages.value.inbox;
  const connection = inbox.store.connection.value;
  // Then a notice above says why nothing comes.
  if (connection === "ended") return null;
  if (connection !== "offline") return <Skeleton />;
  return (
    <div class="inbox-note">
      <h2>{failed.title}</h2>
      <p class="muted">{failed.text}</p>
    </div>
  );
}

const SKELETON_ROWS = [1, 2, 3, 4, 5, 6];

function Skeleton() {
  return (
    <div class="inbox-skeleton" aria-busy="true">
      <span class="visually-hidden">{messages.value.shell.loading}</span>
      {SKELETON_ROWS.map((row) => (
        <div key={row} class="inbox-row">
          <div class="skeleton" />
          <div class="skeleton" />
        </div>
      ))}
    </div>
  );
}
