import { messages } from "../i18n/use-messages";
import { initialsOf } from "../inbox/initials";
import type { SessionStore } from "../state/session-store";

/** Drawn as marks; a session with more has a number for the rest. */
const SHOWN_COUNT = 5;

/** Who has this session open. A mark that moves is somebody who writes. */
export function PresenceList({ store }: { readonly store: SessionStore }) {
  const { header } = messages.value.session;
  const ownId = store.welcome.value?.operator.operatorId;
  const present = store.presence.value;
  if (present.length === 0) return null;
  return (
    <ul class="present" aria-label={header.here}>
      {present.slice(0, SHOWN_COUNT).map(({ operatorId, name, typingTurnId }) => {
        const isWriting = typingTurnId !== null;
        const label = operatorId === ownId ? header.you(name) : name;
        return (
          <li
            key={operatorId}
            class="initials"
            data-own={operatorId === ownId}
            data-writing={isWriting}
            title={isWriting ? header.writes(name) : label}
          >
            <span aria-hidden="true">{initialsOf(name)}</span>
            <span class="visually-hidden">{isWriting ? header.writes(name) : label}</span>
          </li>
        );
      })}
      {present.length > SHOWN_COUNT ? <li class="hint">+{present.length - SHOWN_COUNT}</li> : null}
    </ul>
  );
}
