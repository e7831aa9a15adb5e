import { useComputed, useSignalEffect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Account } from "../../console-protocol/turn-view";
import { messages } from "../i18n/use-messages";
import { createInboxModel } from "../inbox/inbox-model";
import { InboxPane } from "../inbox/inbox-pane";
import { DeleteSession, OpenByName, RowMenu } from "../inbox/lazy-dialogs";
import { InboxWelcome } from "../inbox/inbox-welcome";
import { nextWaitingSession } from "../inbox/next-waiting";
import { markTitle } from "../inbox/title-mark";
import { createInboxStore } from "../state/create-inbox-store";
import { EndedNotice } from "./ended-notice";
import { ErrorBoundary } from "./error-boundary";
import { markIcon } from "./favicon-badge";
import { focusHeading } from "./focus-heading";
import { isHelpOpen, useShellShortcuts } from "./help-state";
import { lazy } from "./lazy";
import { OfflineBanner } from "./offline-banner";
import { navigate, navigationCount, route, sessionPath } from "./route";
import { SettingsFields } from "./settings-panel";
import { prepareSound } from "./sound";
import { TopBar } from "./top-bar";

const SessionView = lazy(async () => (await import("../session/session-view")).SessionView);
const HelpSheet = lazy(async () => (await import("../help/help-sheet")).HelpSheet);

/** The list comes first; what is needed next is loaded while somebody reads it, and is there when the connection is not. */
const PRELOAD_AFTER_MS = 4_000;

/** The console of somebody who is signed in: the inbox beside the session that is open. */
export function ConsolePage({ account }: { readonly account: Account }) {
  const store = useMemo(createInboxStore, []);
  const inbox = useMemo(() => createInboxModel(store), [store]);
  const frame = useRef<HTMLDivElement>(null);
  const sessionName = useComputed(() =>
    route.value.page === "session" ? route.value.sessionName : null,
  );
  useEffect(() => prepareSound(), []);
  usePreloading();
  useEffect(
    () => () => {
      inbox.stop();
      store.close();
      markIcon(0);
    },
    [inbox, store],
  );
  useShellShortcuts();
  useTabMark(sessionName, inbox.waitingCount);
  // After a navigation the heading of the new view has the focus; on the first view the browser keeps it.
  const navigations = navigationCount.value;
  useEffect(() => {
    if (navigations > 0) focusHeading(frame.current);
  }, [navigations]);
  return (
    <div ref={frame} class="console" data-page={sessionName.value === null ? "inbox" : "session"}>
      <button type="button" class="skip-link button" onClick={() => focusHeading(frame.current)}>
        {messages.value.shell.skipToContent}
      </button>
      <TopBar account={account} store={store} isSession={sessionName.value !== null} />
      {/* A session's view says it itself, as its connection is another. */}
      {sessionName.value === null ? (
        <div class="notices">
          <OfflineBanner connection={store.connection} />
          <EndedNotice endReason={store.endReason} />
        </div>
      ) : null}
      <InboxPane
        inbox={inbox}
        account={account}
        isMain={sessionName.value === null}
        openName={sessionName.value}
      />
      {sessionName.value === null ? (
        <InboxWelcome inbox={inbox} />
      ) : (
        <main class="view" data-main>
          <ErrorBoundary key={sessionName.value} isInside>
            <SessionView
              key={sessionName.value}
              sessionName={sessionName.value}
              onLeave={(from, step) => {
                const next = nextWaitingSession(inbox.entries.peek(), from, step);
                if (next !== null) navigate(sessionPath(next));
              }}
            />
          </ErrorBoundary>
        </main>
      )}
      {isHelpOpen.value ? (
        <HelpSheet
          onClose={() => {
            isHelpOpen.value = false;
          }}
        />
      ) : null}
    </div>
  );
}

/** What the tab says of the page, and of how many wait, while another one is in front. */
function useTabMark(
  sessionName: ReadonlySignal<string | null>,
  waitingCount: ReadonlySignal<number>,
): void {
  useSignalEffect(() => {
    const { shell, inbox } = messages.value;
    const place = sessionName.value ?? inbox.title;
    document.title = markTitle(`${place} – ${shell.product}`, waitingCount.value);
    markIcon(waitingCount.value);
  });
}

function usePreloading(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const view of [
        SessionView,
        HelpSheet,
        SettingsFields,
        RowMenu,
        OpenByName,
        DeleteSession,
      ])
        view.preload();
    }, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
}
