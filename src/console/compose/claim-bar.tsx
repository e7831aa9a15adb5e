import { messages } from "../i18n/use-messages";
import type { AnswerDesk } from "../session/answer-desk";
import { isOpen } from "../session/turn-state";
import { Menu } from "../session/menu";
import type { SessionStore } from "../state/session-store";

/** Whose the turn is, and how that changes. Who writes at a turn that nobody has gets it without asking. */
export function ClaimBar({
  desk,
  store,
}: {
  readonly desk: AnswerDesk;
  readonly store: SessionStore;
}) {
  const { composer } = messages.value;
  const entry = desk.entry.value;
  if (entry !== null && !isOpen(entry)) return null;
  const claimedBy = entry?.claimedBy ?? null;
  const isMine = desk.isMine.value;
  const label = desk.isUnderWay.value ? composer.claiming : composer.claim;
  return (
    <div class="claim-bar" data-owner={isMine ? "me" : claimedBy === null ? "nobody" : "other"}>
      <p>
        {isMine
          ? composer.mine
          : claimedBy === null
            ? composer.free
            : composer.theirs(claimedBy.name)}
      </p>
      {isMine ? (
        <HandOver desk={desk} store={store} />
      ) : claimedBy === null ? (
        <button type="button" class="button button-quiet" onClick={() => void desk.claim(false)}>
          {label}
        </button>
      ) : (
        <button type="button" class="button" onClick={() => void desk.claim(true)}>
          {composer.takeOver}
        </button>
      )}
    </div>
  );
}

function HandOver({ desk, store }: { readonly desk: AnswerDesk; readonly store: SessionStore }) {
  const { composer } = messages.value;
  const ownId = store.welcome.value?.operator.operatorId;
  const others = store.presence.value.filter(({ operatorId }) => operatorId !== ownId);
  return (
    <Menu label={composer.handOver} buttonClass="button button-quiet">
      {others.length === 0 ? <p class="hint">{composer.nobodyElse}</p> : null}
      {others.map(({ operatorId, name }) => (
        <button
          key={operatorId}
          type="button"
          class="menu-button"
          onClick={() => void desk.handOver(operatorId)}
        >
          {composer.handOverTo(name)}
        </button>
      ))}
      <button type="button" class="menu-button" onClick={() => void desk.handOver(null)}>
        {composer.release}
      </button>
    </Menu>
  );
}
