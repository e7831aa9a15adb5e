import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { formats, messages } from "../i18n/use-messages";
import { CopyButton } from "./copy-button";
import { outlineJson, prettyJson, type JsonOutline } from "./json-outline";

/** What is unfolded at first: enough to see the whole of most calls. */
const OPEN_DEPTH = 2;
const OPEN_ENTRIES_MAX = 30;

/** JSON to be read: indented, and every list and object of it can be folded. What is no JSON is shown as it is. */
export function JsonView({ text, label }: { readonly text: string; readonly label: string }) {
  const outline = useMemo(() => outlineJson(text), [text]);
  return (
    <div class="json-view">
      <div class="json-view-copy">
        <CopyButton text={() => prettyJson(text)} label={messages.value.session.copyOf(label)} />
      </div>
      {outline === null ? (
        <pre class="json-raw">{text === "" ? "\u00A0" : text}</pre>
      ) : (
        <div class="json-tree">
          <JsonNode name="" outline={outline} depth={0} tail="" />
        </div>
      )}
    </div>
  );
}

interface JsonNodeProps {
  readonly name: string;
  readonly outline: JsonOutline;
  readonly depth: number;
  /** The comma behind it. */
  readonly tail: string;
}

function JsonNode({ name, outline, depth, tail }: JsonNodeProps) {
  const size = sizeOf(outline);
  const isOpen = useSignal(depth < OPEN_DEPTH && size <= OPEN_ENTRIES_MAX);
  const head = name === "" ? null : <span class="json-key">{name}: </span>;
  if (outline.kind === "scalar")
    return (
      <div class="json-line">
        {head}
        <span class="json-scalar" data-string={outline.source.startsWith('"')}>
          {outline.source}
        </span>
        {tail}
      </div>
    );
  const [opening, closing] = outline.kind === "array" ? ["[", "]"] : ["{", "}"];
  if (size === 0)
    return (
      <div class="json-line">
        {head}
        {opening + closing + tail}
      </div>
    );
  return (
    <details
      class="json-node"
      open={isOpen.value}
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>
        {head}
        {opening}
        {isOpen.value ? null : (
          <span class="muted">
            {` ${messages.value.session.entryCount(size, formats.value.number(size))} `}
            {closing + tail}
          </span>
        )}
      </summary>
      {isOpen.value ? <JsonChildren outline={outline} depth={depth + 1} /> : null}
      <div class="json-line">{closing + tail}</div>
    </details>
  );
}

function JsonChildren({
  outline,
  depth,
}: {
  readonly outline: JsonOutline;
  readonly depth: number;
}) {
  const size = sizeOf(outline);
  const tailOf = (index: number): string => (index + 1 < size ? "," : "");
  return (
    <div class="json-children">
      {outline.kind === "array" &&
        outline.items.map((item, index) => (
          // eslint-disable-next-line react/no-array-index-key -- a list's places are its items' names
          <JsonNode key={index} name="" outline={item} depth={depth} tail={tailOf(index)} />
        ))}
      {outline.kind === "object" &&
        outline.entries.map(({ keySource, value }, index) => (
          <JsonNode
            // eslint-disable-next-line react/no-array-index-key -- a key may be there twice
            key={index}
            name={keySource}
            outline={value}
            depth={depth}
            tail={tailOf(index)}
          />
        ))}
    </div>
  );
}

function sizeOf(outline: JsonOutline): number {
  if (outline.kind === "scalar") return 0;
  return outline.kind === "array" ? outline.items.length : outline.entries.length;
}
