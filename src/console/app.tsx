// First, so that the views' own styles come after what they change.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { messages } from "./i18n/use-messages";
import { lazy } from "./shell/lazy";
import { Announcer } from "./shell/announcer";
import { ConsolePage } from "./shell/console-page";
import { ErrorBoundary } from "./shell/error-boundary";
import { MessagePage } from "./shell/message-page";
import { usePageSettings } from "./shell/page-settings";
import { consoleGeneration } from "./shell/restart";
import { navigateOnClick, route } from "./shell/route";
import { Toasts } from "./shell/toast";
import { accountState, checkAccount } from "./state/account";

const SignInPage = lazy(async () => (await import("./sign-in/sign-in-page")).SignInPage);
const JoinPage = lazy(async () => (await import("./join/join-page")).JoinPage);

/** Puts the console into the page. The messages must be loaded. */
export function startApp(root: HTMLElement): void {
  render(<App />, root);
}

/** The whole page: who is there, and what the address says. */
function App() {
  usePageSettings();
  return (
    <ErrorBoundary>
      <Page />
      <Toasts />
      <Announcer />
    </ErrorBoundary>
  );
}

function Page() {
  const { value } = route;
  if (value.page === "join") return <JoinPage />;
  return value.page === "unknown" ? <UnknownPage path={value.path} /> : <SignedInPage />;
}

function SignedInPage() {
  const { status } = accountState.value;
  useEffect(() => {
    void checkAccount();
  }, []);
  const { shell } = messages.value;
  switch (status) {
    case "checking":
      return <MessagePage title={shell.loading} isQuiet />;
    case "unreachable":
      return <UnreachablePage />;
    case "closed":
      return <MessagePage title={shell.closed.title} text={shell.closed.text} />;
    case "signed-out":
      return <SignInPage />;
    case "signed-in":
      return <ConsolePage key={consoleGeneration.value} account={accountState.value.account} />;
  }
}

const RETRY_MS = 3_000;

/** The first question to the server found no answer; later losses leave the console in place. */
function UnreachablePage() {
  const { shell } = messages.value;
  useEffect(() => {
    const check = (): void => void checkAccount();
    const timer = setInterval(check, RETRY_MS);
    addEventListener("online", check);
    return () => {
      clearInterval(timer);
      removeEventListener("online", check);
    };
  }, []);
  return (
    <MessagePage title={shell.unreachable.title} text={shell.unreachable.text}>
      <button type="button" class="button button-primary" onClick={() => void checkAccount()}>
        {shell.retry}
      </button>
    </MessagePage>
  );
}

function UnknownPage({ path }: { readonly path: string }) {
  const { shell } = messages.value;
  return (
    <MessagePage title={shell.unknownPage.title} text={shell.unknownPage.text(path)}>
      <a class="button button-primary" href="/" onClick={(event) => navigateOnClick(event, "/")}>
        {shell.toInbox}
      </a>
    </MessagePage>
  );
}
