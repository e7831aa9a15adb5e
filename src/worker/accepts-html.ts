import type { AppContext } from "./app-types";

/** Whether a browser asks, for a page to show to a person. */
export function acceptsHtml(context: AppContext): boolean {
  return (context.req.header("accept") ?? "").includes("text/html");
}
