import { describe, expect, it } from "vitest";
import { PATIENT } from "../e2e/support/settings.ts";
import { useServer } from "../e2e/support/use-server.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useServer({ settings: PATIENT });
const visit = useVisitors();

/** Nothing but what comes from this server, no inline script or style, and no text that becomes markup or code. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "media-src 'self' data: blob:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

describe("the console's content security policy", () => {
  it.each(["/", "/s/any-session", "/join"])("is strict at %s", async (path) => {
    const response = await fetch(`${server().url}${path}`, { headers: { accept: "text/html" } });
    expect(response.status).toBe(200);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).not.toContain("unsafe-");
    const directives = policy.split(";").map((directive) => directive.trim());
    expect(directives.toSorted(inOrder)).toEqual(POLICY.toSorted(inOrder));
  });

  it("is enforced: no text becomes markup, code or a style", async () => {
    const page = await visit(server().url, {
      expectedProblems: [/content security policy|trusted ?(type|html|script)/i],
    });
    const outcomes = await page.evaluate(tryToInject);
    expect(outcomes).toEqual({
      markup: "TypeError",
      code: "EvalError",
      worker: "TypeError",
      isScriptRun: false,
      isStyleTaken: false,
      isElsewhereReached: false,
    });
  });
});

function inOrder(left: string, right: string): number {
  return left < right ? -1 : 1;
}

/** In the page, what an injected text would try. */
async function tryToInject() {
  // Until then the code is the debugger's, which may do anything.
  await new Promise((resolve) => setTimeout(resolve));
  const attempts = {
    markup: () => (document.body.innerHTML = "<b>bold</b>"),
    code: () => Reflect.construct(Function, ["return 1"]),
    worker: () => new Worker("data:text/javascript,1"),
  };
  const outcomes = Object.entries(attempts).map(([name, attempt]) => {
    try {
      attempt();
      return [name, "done"];
    } catch (error) {
      return [name, error instanceof Error ? error.name : "thrown"];
    }
  });
  const script = document.createElement("script");
  script.append("document.title = 'replaced'");
  document.head.append(script);
  const style = document.createElement("style");
  style.append("body { color: rgb(1, 2, 3) }");
  document.head.append(style);
  const elsewhere = await fetch("https://example.com/").catch(() => null);
  return {
    ...Object.fromEntries(outcomes),
    isScriptRun: document.title === "replaced",
    isStyleTaken: getComputedStyle(document.body).color === "rgb(1, 2, 3)",
    isElsewhereReached: elsewhere !== null,
  };
}
