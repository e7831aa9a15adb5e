import type { Message, Part } from "../../core/message";
import { messages } from "../i18n/use-messages";
import { TextPart } from "./text-part";
import type { PairedCalls } from "./tool-calls";
import { ToolCall, ToolResult } from "./lazy-parts";
import { MediaPart } from "./media-part";

export interface MessageViewProps {
  readonly message: Message;
  readonly pairs: PairedCalls;
  readonly isMarkdown: boolean;
  /** Unique on the page, so that calls and results can refer to each other. */
  readonly idPrefix: string;
}

/** One message of a conversation, with everything in it. */
export function MessageView({ message, pairs, isMarkdown, idPrefix }: MessageViewProps) {
  const { session } = messages.value;
  return (
    <li class="message" data-role={message.role}>
      <p class="message-role">
        {session.roles[message.role]}
        {message.name === undefined ? null : <span class="muted"> {message.name}</span>}
      </p>
      {message.parts.length === 0 ? <p class="hint">{session.emptyMessage}</p> : null}
      {message.parts.map((part, index) => (
        <PartView
          // eslint-disable-next-line react/no-array-index-key -- a message never changes
          key={index}
          part={part}
          pairs={pairs}
          isMarkdown={isMarkdown}
          idPrefix={idPrefix}
        />
      ))}
    </li>
  );
}

interface PartViewProps extends Omit<MessageViewProps, "message"> {
  readonly part: Part;
}

function PartView({ part, pairs, isMarkdown, idPrefix }: PartViewProps) {
  const { session } = messages.value;
  switch (part.type) {
    case "text":
      return <TextPart text={part.text} isMarkdown={isMarkdown} />;
    case "image":
    case "audio":
    case "file":
      return <MediaPart part={part} />;
    case "refusal":
      return (
        <div class="refusal">
          <span class="badge" data-tone="bad">
            {session.refusal}
          </span>
          <TextPart text={part.text} isMarkdown={isMarkdown} />
        </div>
      );
    case "thinking":
      return (
        <details class="fold">
          <summary>{part.text === "" ? session.hiddenThinking : session.thinking}</summary>
          <TextPart text={part.text} isMarkdown={isMarkdown} />
        </details>
      );
    case "tool-call":
      return (
        <ToolCall
          part={part}
          result={pairs.results.get(part.toolCallId) ?? null}
          idPrefix={idPrefix}
        />
      );
    case "tool-result":
      return (
        <ToolResult
          part={part}
          call={pairs.calls.get(part.toolCallId) ?? null}
          isMarkdown={isMarkdown}
          idPrefix={idPrefix}
        />
      );
  }
}
