import { describeBinding } from "../i18n/describe-binding";
import type { KeyBinding } from "../compose/key-binding";
import { messages } from "../i18n/use-messages";
import { Dialog } from "../shell/dialog";
import { shortcuts, type Shortcut } from "../shell/shortcuts";
import "./help.css";

const GROUPS = ["everywhere", "inbox", "session", "composer"] as const;
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Every key that works on the page at this moment, and how live typing works. */
export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  const { help } = messages.value;
  return (
    <Dialog title={help.title} onClose={onClose} size="large">
      <div class="help-groups">
        {GROUPS.map((group) => (
          <Group
            key={group}
            group={group}
            listed={shortcuts.value.filter((one) => one.group === group)}
          />
        ))}
      </div>
      <section class="help-live">
        <h3>{help.liveTitle}</h3>
        {help.live.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </section>
    </Dialog>
  );
}

function Group({
  group,
  listed,
}: {
  readonly group: Shortcut["group"];
  readonly listed: readonly Shortcut[];
}) {
  if (listed.length === 0) return null;
  return (
    <section>
      <h3>{messages.value.help.groups[group]}</h3>
      <dl class="help-keys">
        {listed.map((shortcut) => (
          <div key={shortcut.id}>
            <dt>{shortcut.description()}</dt>
            <dd>
              <Keys keys={keysOfThisMachine(shortcut.keys)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Commands have their keys with Ctrl and with Command; one of them is on the keyboard. */
function keysOfThisMachine(keys: readonly KeyBinding[]): readonly KeyBinding[] {
  const own = keys.filter(({ hasMeta, hasCtrl }) => (isMac ? !hasCtrl : !hasMeta));
  return own.length === 0 ? keys : own;
}

function Keys({ keys }: { readonly keys: readonly KeyBinding[] }) {
  return (
    <>
      {keys.map((binding, index) => {
        const text = describeBinding(messages.value, binding);
        return (
          <span key={text}>
            {index > 0 && ` ${messages.value.help.or} `}
            <kbd>{text}</kbd>
          </span>
        );
      })}
    </>
  );
}
