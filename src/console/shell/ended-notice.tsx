import { useSignalEffect, type ReadonlySignal } from "@preact/signals";
import { messages } from "../i18n/use-messages";
import { accountState, checkAccount } from "../state/account";
import type { EndReason } from "../state/connection";
import { renewOperatorSecret } from "../state/operator-secret";
import { Icon } from "./icon";
import { navigateOnClick } from "./route";
import { restartConsole } from "./restart";

/** Why nothing comes any more, and what to do about it. What was typed stays in the browser's storage over each of these. */
export function EndedNotice({
  endReason,
}: {
  readonly endReason: ReadonlySignal<EndReason | null>;
}) {
  const reason = endReason.value;
  useSignalEffect(() => {
    if (endReason.value !== "access-ended") return;
    // Then the page that asks for the key comes by itself. Who has none keeps what they wrote before their eyes.
    const account = accountState.peek();
    if (account.status !== "signed-in" || account.account.role === "admin") void checkAccount();
  });
  if (reason === null) return null;
  const { title, text } = messages.value.shell.ended[reason];
  return (
    <div class="notice" data-tone="bad" role="alert">
      <Icon name="warning" />
      <p>
        <strong>{title}</strong> {text}
      </p>
      <EndedAction reason={reason} />
    </div>
  );
}

function EndedAction({ reason }: { readonly reason: EndReason }) {
  const { endedActions, toInbox } = messages.value.shell;
  switch (reason) {
    case "superseded":
      return (
        <button
          type="button"
          class="button"
          onClick={() => {
            renewOperatorSecret();
            restartConsole();
          }}
        >
          {endedActions.goOnHere}
        </button>
      );
    case "session-deleted":
      return (
        <a class="button" href="/" onClick={(event) => navigateOnClick(event, "/")}>
          {toInbox}
        </a>
      );
    case "access-ended":
    case "outdated":
    case "bad-message":
      return (
        <button type="button" class="button" onClick={() => location.reload()}>
          {endedActions.reload}
        </button>
      );
  }
}
