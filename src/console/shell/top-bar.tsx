import type { Account } from "../../console-protocol/turn-view";
import { messages } from "../i18n/use-messages";
import { initialsOf } from "../inbox/initials";
import { isSoundOn, operatorName } from "../state/preferences";
import type { InboxStore } from "../state/inbox-store";
import { isHelpOpen } from "./help-state";
import { Icon } from "./icon";
import { Logo } from "./logo";
import { navigateOnClick } from "./route";
import { SettingsPanel } from "./settings-panel";

export interface TopBarProps {
  readonly account: Account;
  readonly store: InboxStore;
  readonly isSession: boolean;
}

const SETTINGS_ID = "settings";

/** What is the same in every view. */
export function TopBar({ account, store, isSession }: TopBarProps) {
  const { shell } = messages.value;
  return (
    <header class="top-bar">
      {isSession ? (
        <a
          class="icon-button back-link"
          href="/"
          aria-label={shell.toInbox}
          onClick={(event) => navigateOnClick(event, "/")}
        >
          <Icon name="back" />
        </a>
      ) : null}
      <a class="brand" href="/" onClick={(event) => navigateOnClick(event, "/")}>
        <Logo />
        <span>{shell.product}</span>
      </a>
      <ConnectionMark store={store} />
      <div class="top-bar-tools">
        <button
          type="button"
          class="icon-button"
          aria-pressed={isSoundOn.value}
          aria-label={shell.sound}
          title={shell.sound}
          onClick={() => {
            isSoundOn.value = !isSoundOn.value;
          }}
        >
          <Icon name={isSoundOn.value ? "sound-on" : "sound-off"} />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={shell.help}
          title={shell.help}
          aria-haspopup="dialog"
          onClick={() => {
            isHelpOpen.value = true;
          }}
        >
          <Icon name="help" />
        </button>
        <button type="button" class="icon-button who" popovertarget={SETTINGS_ID}>
          <span class="initials" aria-hidden="true">
            {initialsOf(operatorName.value)}
          </span>
          <span class="who-name">{operatorName.value}</span>
          <span class="visually-hidden">{shell.settings}</span>
          <Icon name="chevron" />
        </button>
        <SettingsPanel id={SETTINGS_ID} account={account} />
      </div>
    </header>
  );
}

function ConnectionMark({ store }: { readonly store: InboxStore }) {
  const { connection } = messages.value.shell;
  const state = store.connection.value;
  if (state === "ended") return null;
  return (
    <span class="connection" data-state={state}>
      <span class="connection-dot" aria-hidden="true" />
      <span class="connection-text">{connection[state]}</span>
    </span>
  );
}
