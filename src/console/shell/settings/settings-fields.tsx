import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Account } from "../../../console-protocol/turn-view";
import { formats, messages } from "../../i18n/use-messages";
import { signOut } from "../../state/account";
import {
  areSingleKeysOn,
  isSoundOn,
  notifications,
  operatorName,
  renameOperator,
  theme,
} from "../../state/preferences";
import { THEMES } from "../../state/theme";
import { LanguageSelect } from "./language-select";
import { notificationAccess, switchNotifications } from "../notify";
import { toast } from "../toast";

/** Everything that one sets once. Changes hold at once, in every tab. */
export function SettingsFields({ account }: { readonly account: Account }) {
  const { shell } = messages.value;
  return (
    <>
      <NameField />
      <LanguageSelect />
      <ThemeField />
      <Switch
        label={shell.sound}
        hint={shell.soundHint}
        isOn={isSoundOn.value}
        onChange={(isOn) => {
          isSoundOn.value = isOn;
        }}
      />
      <NotificationSwitch />
      <Switch
        label={shell.singleKeys}
        hint={shell.singleKeysHint}
        isOn={areSingleKeysOn.value}
        onChange={(isOn) => {
          areSingleKeysOn.value = isOn;
        }}
      />
      <AccountPart account={account} />
    </>
  );
}

function NameField() {
  const { name } = messages.value.shell;
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{name.label}</label>
      <input
        id={id}
        type="text"
        value={operatorName.value}
        maxLength={64}
        autocomplete="off"
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          renameOperator(event.currentTarget.value);
          event.currentTarget.value = operatorName.value;
        }}
      />
      <p id={`${id}-hint`} class="hint">
        {name.hint}
      </p>
    </div>
  );
}

function ThemeField() {
  const { shell } = messages.value;
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{shell.theme}</label>
      <select
        id={id}
        value={theme.value}
        onChange={(event) => {
          const { value } = event.currentTarget;
          theme.value = THEMES.find((one) => one === value) ?? "auto";
        }}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {shell.themes[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Switch({ label, hint, isOn, isDisabled = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div class="switch">
      <label class="check">
        <input
          type="checkbox"
          checked={isOn}
          disabled={isDisabled}
          aria-describedby={id}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {label}
      </label>
      <p id={id} class="hint">
        {hint}
      </p>
    </div>
  );
}

function NotificationSwitch() {
  const { shell } = messages.value;
  const access = useSignal(notificationAccess());
  const change = async (isOn: boolean): Promise<void> => {
    access.value = await switchNotifications(isOn);
  };
  const hints = {
    unavailable: shell.notificationsUnavailable,
    denied: shell.notificationsDenied,
    granted: shell.notificationsHint,
    default: shell.notificationsHint,
  };
  return (
    <Switch
      label={shell.notifications}
      hint={hints[access.value]}
      isOn={notifications.value && access.value === "granted"}
      isDisabled={access.value === "unavailable" || access.value === "denied"}
      onChange={(isOn) => void change(isOn)}
    />
  );
}

function AccountPart({ account }: { readonly account: Account }) {
  const { account: texts } = messages.value.shell;
  const leave = async (): Promise<void> => {
    try {
      await signOut();
    } catch {
      toast(texts.signOutFailed, { tone: "error" });
    }
  };
  const who =
    account.role === "admin" ? texts.admin : texts.operator(account.label ?? account.role);
  return (
    <div class="settings-account">
      <p class="hint">
        {account.isOpenLocal ? texts.openLocal : who}
        {account.expiresAtMs === null || account.isOpenLocal ? null : (
          <> ({texts.expires(formats.value.dateTime(account.expiresAtMs))})</>
        )}
      </p>
      {account.isOpenLocal ? null : (
        <button type="button" class="button" onClick={() => void leave()}>
          {texts.signOut}
        </button>
      )}
    </div>
  );
}
