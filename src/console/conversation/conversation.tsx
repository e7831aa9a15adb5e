import { useSignal } from "@preact/signals";
import { Fragment, type ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { Message } from "../../core/message";
import { formats, messages } from "../i18n/use-messages";
import { MessageView } from "./message-view";
import { SCROLLABLE } from "./scrollable";
import { useStickToEnd } from "./stick-to-end";
import { pairToolCalls } from "./tool-calls";
import "./conversation.css";

/** Drawn at first, and added by each click on what is earlier. */
const SHOWN_MESSAGES = 60;

export interface ConversationProps {
  readonly label: string;
  /** What was said before and is asked now, without what only sets the scene. */
  readonly messages: readonly Message[];
  /** From here on it is new since the turn before. */
  readonly newFromIndex: number;
  readonly isMarkdown: boolean;
  readonly idPrefix: string;
  /** What follows it: the answer, or what is being written of it. */
  readonly children: ComponentChildren;
  /** Changes when something was added at the end. */
  readonly newest: unknown;
}

/** A conversation that is read from its end. */
export function Conversation(props: ConversationProps) {
  const { label, newFromIndex, isMarkdown, idPrefix, children, newest } = props;
  const { session } = messages.value;
  const shownCount = useSignal(SHOWN_MESSAGES);
  const pairs = useMemo(() => pairToolCalls(props.messages), [props.messages]);
  const follower = useStickToEnd(newest);
  const { scroller, content } = follower;
  const first = Math.max(0, props.messages.length - shownCount.value);
  // The same vnodes are not compared again, so that an answer which grows below costs nothing here.
  const list = useMemo(
    () =>
      props.messages.slice(first).map((message, offset) => (
        <Fragment key={first + offset}>
          {first + offset === newFromIndex && newFromIndex > 0 ? (
            <li class="messages-new">{session.newSince}</li>
          ) : null}
          <MessageView
            message={message}
            pairs={pairs}
            isMarkdown={isMarkdown}
            idPrefix={idPrefix}
          />
        </Fragment>
      )),
    [props.messages, pairs, first, newFromIndex, isMarkdown, idPrefix, session],
  );
  const showEarlier = (): void => {
    const element = scroller.current;
    const fromEnd = element === null ? 0 : element.scrollHeight - element.scrollTop;
    shownCount.value += SHOWN_MESSAGES;
    // What is read stays where it is, though a screen of messages comes above it.
    requestAnimationFrame(() => {
      if (element !== null) element.scrollTop = element.scrollHeight - fromEnd;
    });
  };
  return (
    <div class="conversation">
      <section
        ref={scroller}
        class="conversation-scroller"
        aria-label={label}
        onScroll={follower.onScroll}
        {...SCROLLABLE}
      >
        {first > 0 ? (
          <p class="conversation-earlier">
            <button type="button" class="button" onClick={showEarlier}>
              {session.showEarlier(first, formats.value.number(first))}
            </button>
          </p>
        ) : null}
        <ol ref={content} class="messages">
          {list}
          {children}
        </ol>
      </section>
      {follower.hasNewBelow.value ? (
        <button type="button" class="button conversation-below" onClick={follower.goToEnd}>
          {session.newBelow}
        </button>
      ) : null}
    </div>
  );
}
