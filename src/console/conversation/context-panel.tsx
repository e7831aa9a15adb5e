import type { TurnView } from "../../console-protocol/turn-view";
import type { JsonObject, JsonValue } from "../../core/json";
import { formats, messages } from "../i18n/use-messages";
import { isContextMessage } from "./context-message";
import { JsonView } from "./json-view";
import { TextPart } from "./text-part";

/** What sets the scene of a question and is not said in it: the system prompt, the tools, and how the model is to answer. */
export function ContextPanel({
  view,
  isMarkdown,
}: {
  readonly view: TurnView;
  readonly isMarkdown: boolean;
}) {
  const { session } = messages.value;
  const prompts = view.messages.filter(isContextMessage);
  const isHidden = view.parameters === null;
  return (
    <div class="context">
      <section>
        <h3>{session.systemPrompt}</h3>
        {isHidden ? <p class="hint">{session.contextHidden}</p> : null}
        {!isHidden && prompts.length === 0 ? <p class="hint">{session.noSystemPrompt}</p> : null}
        {prompts.map((message, index) => (
          // eslint-disable-next-line react/no-array-index-key -- a request never changes
          <div key={index} class="context-prompt">
            {message.role === "developer" ? (
              <p class="message-role">{session.roles.developer}</p>
            ) : null}
            {message.parts.map((part, partIndex) =>
              part.type === "text" ? (
                // eslint-disable-next-line react/no-array-index-key -- a request never changes
                <TextPart key={partIndex} text={part.text} isMarkdown={isMarkdown} />
              ) : null,
            )}
          </div>
        ))}
      </section>
      <Demands view={view} />
      <Tools view={view} />
      <Fields title={session.parameters} fields={view.parameters} />
      <Fields title={session.unknownFields} fields={view.unknownFields} />
    </div>
  );
}

function Demands({ view }: { readonly view: TurnView }) {
  const { session } = messages.value;
  const { responseFormat, toolChoice } = view;
  return (
    <section>
      <h3>{session.demands}</h3>
      <dl class="facts">
        <dt>{session.dialect}</dt>
        <dd>{view.dialect}</dd>
        <dt>{session.stream}</dt>
        <dd>{view.isStream ? session.yes : session.no}</dd>
        <dt>{session.responseFormat}</dt>
        <dd>
          {responseFormat.type === "json-schema"
            ? session.jsonBySchema(responseFormat.name)
            : session.formats[responseFormat.type]}
        </dd>
        <dt>{session.toolChoice}</dt>
        <dd>
          {view.tools.length === 0 ? (
            session.noTools
          ) : toolChoice.type === "tool" ? (
            <code>{toolChoice.toolName}</code>
          ) : (
            session.toolChoices[toolChoice.type]
          )}
          {view.allowsParallelToolCalls || view.tools.length === 0
            ? null
            : ` (${session.oneCallAtATime})`}
        </dd>
      </dl>
      {responseFormat.type === "json-schema" && responseFormat.schema !== undefined ? (
        <details class="fold">
          <summary>{session.schema}</summary>
          <JsonView text={JSON.stringify(responseFormat.schema)} label={session.schema} />
        </details>
      ) : null}
    </section>
  );
}

function Tools({ view }: { readonly view: TurnView }) {
  const { session } = messages.value;
  if (view.tools.length === 0) return null;
  return (
    <section>
      <h3>{session.tools(formats.value.number(view.tools.length))}</h3>
      {view.tools.map((tool) => (
        <details key={tool.name} class="fold">
          <summary>
            <code>{tool.name}</code>
            {tool.description === undefined ? null : (
              <span class="muted"> {firstLine(tool.description)}</span>
            )}
          </summary>
          {tool.description === undefined ? null : <p class="plain-text">{tool.description}</p>}
          {tool.inputSchema === undefined ? null : (
            <JsonView
              text={JSON.stringify(tool.inputSchema)}
              label={session.argumentsOf(tool.name)}
            />
          )}
        </details>
      ))}
    </section>
  );
}

function Fields({ title, fields }: { readonly title: string; readonly fields: JsonObject | null }) {
  const entries = Object.entries(fields ?? {});
  if (entries.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <dl class="facts">
        {entries.map(([name, value]) => (
          <div key={name} class="fact">
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <FieldValue name={name} value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function FieldValue({ name, value }: { readonly name: string; readonly value: JsonValue }) {
  if (typeof value === "object" && value !== null)
    return <JsonView text={JSON.stringify(value)} label={name} />;
  return <code>{typeof value === "string" ? value : JSON.stringify(value)}</code>;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
