import type { ComponentChildren } from "preact";
import { messages } from "../i18n/use-messages";
import { Logo } from "./logo";

export interface MessagePageProps {
  readonly title: string;
  readonly text?: string;
  /** For what is over in a moment as a rule, so that nothing flashes. */
  readonly isQuiet?: boolean;
  /** Stands in a part of the page that has its own main part. */
  readonly isInside?: boolean;
  readonly children?: ComponentChildren;
}

/** A page that has one thing to say, and perhaps one thing to do. */
export function MessagePage({
  title,
  text,
  isQuiet = false,
  isInside = false,
  children,
}: MessagePageProps) {
  const Frame = isInside ? "div" : "main";
  return (
    <Frame class="message-page" data-quiet={isQuiet} data-inside={isInside || undefined}>
      <div class="message-card">
        <p class="brand">
          <Logo />
          {messages.value.shell.product}
        </p>
        <h1>{title}</h1>
        {text === undefined ? null : <p class="muted">{text}</p>}
        {children}
      </div>
    </Frame>
  );
}
