import { Component, type ComponentChildren } from "preact";
import { messages } from "../i18n/use-messages";
import { MessagePage } from "./message-page";

interface BoundaryState {
  readonly error: Error | null;
}

/** A fault of the page itself. What was typed is in the browser's storage, where the editors keep it. */
export class ErrorBoundary extends Component<
  { readonly children: ComponentChildren; readonly isInside?: boolean },
  BoundaryState
> {
  override state: BoundaryState = { error: null };

  static override getDerivedStateFromError(error: unknown): BoundaryState {
    return { error: error instanceof Error ? error : new Error("Something else was thrown.") };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const { crash } = messages.value.shell;
    return (
      <MessagePage title={crash.title} text={crash.text} isInside={this.props.isInside ?? false}>
        <div class="row">
          <button
            type="button"
            class="button button-primary"
            onClick={() => this.setState({ error: null })}
          >
            {crash.again}
          </button>
          <button type="button" class="button" onClick={() => location.reload()}>
            {crash.reload}
          </button>
        </div>
        <details>
          <summary>{crash.details}</summary>
          <pre>{error.stack ?? error.message}</pre>
        </details>
      </MessagePage>
    );
  }
}
