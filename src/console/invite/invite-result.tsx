import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { copyText } from "../shell/copy-text";
import { START_COMMAND } from "./cannot-invite";
import type { MadeInvite } from "./invite-api";
import { isLoopbackHost } from "./invite-form";
import { QrCode } from "./qr-code";

/** The link, in every way in which it can be handed over. */
export function InviteResult({
  made: { link },
  again,
}: {
  readonly made: MadeInvite;
  readonly again: () => void;
}) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const texts = messages.value.invite;
  const canShare = typeof navigator.share === "function";
  return (
    <section class="invite-result">
      <QrCode text={link} label={texts.qr} />
      <div class="invite-link">
        <h3 ref={heading} tabIndex={-1}>
          {texts.ready}
        </h3>
        <p class="hint">{texts.onlyOnce}</p>
        <div class="field">
          <label for={id}>{texts.link}</label>
          <input
            id={id}
            class="code-input"
            readOnly
            value={link}
            onFocus={({ currentTarget }) => {
              currentTarget.select();
            }}
          />
        </div>
        <div class="row">
          <button type="button" class="button" onClick={again}>
            {texts.another}
          </button>
          {canShare && (
            <button type="button" class="button" onClick={() => void share(link)}>
              {texts.share}
            </button>
          )}
          <CopyLink link={link} />
        </div>
        {isLoopbackHost(location.hostname) && (
          <div class="notice invite-howto" data-tone="waiting">
            <p>{texts.loopback}</p>
            <pre>{START_COMMAND}</pre>
          </div>
        )}
      </div>
    </section>
  );
}

/** A toast would be below the dialog, so that the button itself says that it is done. */
function CopyLink({ link }: { readonly link: string }) {
  const [isCopied, setIsCopied] = useState(false);
  return (
    <button
      type="button"
      class="button button-primary"
      onClick={() => {
        void copyText(link).then(setIsCopied);
      }}
    >
      {isCopied ? messages.value.shell.copied : messages.value.invite.copyLink}
    </button>
  );
}

async function share(link: string): Promise<void> {
  try {
    await navigator.share({ title: messages.value.shell.product, url: link });
  } catch {
    // Whoever closes the system's sheet has changed their mind, which is no fault.
  }
}
