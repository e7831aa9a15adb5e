import { useState } from "preact/hooks";
import type { TurnView } from "../../console-protocol/turn-view";
import type { ToolDefinition } from "../../core/turn";
import { messages } from "../i18n/use-messages";
import { callableTools, canAddCall, searchTools } from "./call-list";

/** Above so many, one finds a tool faster by its name than by looking. */
const SEARCHED_FROM = 6;

export function ToolPicker({
  id,
  view,
  callCount,
  pick,
}: {
  readonly id: string;
  readonly view: TurnView;
  readonly callCount: number;
  readonly pick: (tool: ToolDefinition) => void;
}) {
  const [query, setQuery] = useState("");
  const { calls } = messages.value.answer;
  if (!canAddCall(view, callCount)) return null;
  const offered = callableTools(view);
  const found = searchTools(offered, query);
  const isFirst = callCount === 0;
  return (
    // After the first call it is in the way more often than it is wanted.
    <details class="tool-picker" key={String(isFirst)} open={isFirst}>
      <summary id={id}>{isFirst ? calls.none : calls.pick}</summary>
      {offered.length >= SEARCHED_FROM && (
        <input
          type="search"
          aria-label={calls.search}
          placeholder={calls.search}
          value={query}
          onInput={({ currentTarget: { value } }) => {
            setQuery(value);
          }}
        />
      )}
      <ul class="tool-list">
        {found.map((tool) => (
          <li key={tool.name}>
            <button
              type="button"
              class="tool"
              onClick={() => {
                setQuery("");
                pick(tool);
              }}
            >
              <code>{tool.name}</code>
              <span>{tool.description}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="hint">{calls.noMatch}</p>}
    </details>
  );
}
