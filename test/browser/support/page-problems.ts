import type { BrowserContext } from "playwright-core";

export interface ProblemLog {
  /** What nobody expected, one line each. */
  readonly found: readonly string[];
}

/**
 * Hears what the pages of a context complain about: errors on their console, which is also where Chromium reports requests that fail
 * and breaches of a content security policy, and exceptions that nobody caught.
 */
export function watchProblems(context: BrowserContext, expected: readonly RegExp[]): ProblemLog {
  const found: string[] = [];
  const add = (problem: string): void => {
    if (!expected.some((pattern) => pattern.test(problem))) found.push(problem);
  };
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    add(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (webError) => {
    const error = webError.error();
    add(error.stack ?? error.message);
  });
  return { found };
}
