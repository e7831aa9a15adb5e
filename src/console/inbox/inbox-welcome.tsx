import { messages } from "../i18n/use-messages";
import { lazy } from "../shell/lazy";
import type { InboxModel } from "./inbox-model";

const GettingStarted = lazy(
  async () => (await import("./getting-started/getting-started")).GettingStarted,
);

/** The place of the session that is not chosen yet. */
export function InboxWelcome({ inbox }: { readonly inbox: InboxModel }) {
  const texts = messages.value.inbox;
  if (!inbox.store.isLoaded.value) return <div class="view" />;
  if (inbox.entries.value.length === 0)
    return (
      <aside class="view welcome" data-empty aria-label={texts.empty.title}>
        <GettingStarted />
      </aside>
    );
  return (
    <aside class="view welcome" aria-label={texts.chooseSession}>
      <div class="welcome-card">
        <h2>{inbox.waitingCount.value === 0 ? texts.noneWaiting : texts.chooseSession}</h2>
        <p class="muted">{texts.chooseSessionHint}</p>
        <p class="muted">
          <kbd>J</kbd> <kbd>K</kbd> <kbd>Enter</kbd> <kbd>/</kbd> <kbd>?</kbd>
        </p>
      </div>
    </aside>
  );
}
