import type { ToolCallPart, ToolResultPart } from "../../core/message";
import { messages } from "../i18n/use-messages";
import { JsonView } from "./json-view";
import { MediaPart } from "./media-part";
import { TextPart } from "./text-part";

/** A call of a tool, which says whether its result is there and leads to it. */
export function ToolCall({
  part,
  result,
  idPrefix,
}: {
  readonly part: ToolCallPart;
  readonly result: ToolResultPart | null;
  readonly idPrefix: string;
}) {
  const { session } = messages.value;
  return (
    <section class="tool-part" id={`${idPrefix}-call-${part.toolCallId}`} tabIndex={-1}>
      <p class="tool-head">
        <span class="muted">{session.toolCall}</span> <code>{part.toolName}</code>
        {result === null ? (
          <span class="badge">{session.noResult}</span>
        ) : (
          <a
            class="badge"
            data-tone={result.isError === true ? "bad" : "good"}
            href={`#${idPrefix}-result-${part.toolCallId}`}
            onClick={(event) => jump(event, `${idPrefix}-result-${part.toolCallId}`)}
          >
            {result.isError === true ? session.toolFailed : session.toolAnswered}
          </a>
        )}
        <code class="tool-id muted">{part.toolCallId}</code>
      </p>
      <JsonView text={part.input} label={session.argumentsOf(part.toolName)} />
    </section>
  );
}

/** What a tool has answered, which leads to its call. */
export function ToolResult({
  part,
  call,
  isMarkdown,
  idPrefix,
}: {
  readonly part: ToolResultPart;
  readonly call: ToolCallPart | null;
  readonly isMarkdown: boolean;
  readonly idPrefix: string;
}) {
  const { session } = messages.value;
  const toolName = part.toolName ?? call?.toolName ?? part.toolCallId;
  return (
    <section
      class="tool-part"
      data-error={part.isError === true}
      id={`${idPrefix}-result-${part.toolCallId}`}
      tabIndex={-1}
    >
      <p class="tool-head">
        <span class="muted">{session.toolResult}</span>{" "}
        {call === null ? (
          <code>{toolName}</code>
        ) : (
          <a
            href={`#${idPrefix}-call-${part.toolCallId}`}
            onClick={(event) => jump(event, `${idPrefix}-call-${part.toolCallId}`)}
          >
            <code>{toolName}</code>
          </a>
        )}
        {part.isError === true ? (
          <span class="badge" data-tone="bad">
            {session.toolFailed}
          </span>
        ) : null}
        <code class="tool-id muted">{part.toolCallId}</code>
      </p>
      {part.content.length === 0 ? <p class="hint">{session.emptyMessage}</p> : null}
      {part.content.map((piece, index) =>
        piece.type !== "text" ? (
          // eslint-disable-next-line react/no-array-index-key -- a result never changes
          <MediaPart key={index} part={piece} />
        ) : /^\s*[{[]/.test(piece.text) ? (
          // eslint-disable-next-line react/no-array-index-key -- a result never changes
          <JsonView key={index} text={piece.text} label={session.resultOf(toolName)} />
        ) : (
          // eslint-disable-next-line react/no-array-index-key -- a result never changes
          <TextPart key={index} text={piece.text} isMarkdown={isMarkdown} />
        ),
      )}
    </section>
  );
}

/** The address bar keeps its path: the page's router would take a change of it for a journey. */
function jump(event: MouseEvent, id: string): void {
  event.preventDefault();
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: "nearest" });
  element?.focus();
}
