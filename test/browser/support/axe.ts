import axe from "axe-core";
import type { Page } from "playwright-core";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** WCAG 2.2 A and AA, and what axe's authors recommend besides. */
const RULE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const CONTRAST = "color-contrast";

/** Everything, only what a theme can change, or all the rest. */
export type AxeScope = "everything" | "colours" | "all but colours";

/**
 * What axe finds wrong on a page as it stands, one line for each element. The source is evaluated by the debugger, which the page's
 * content security policy does not concern.
 */
export async function findBarriers(page: Page, scope: AxeScope = "everything"): Promise<string[]> {
  // The source is large, so it goes to a page once.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), {
    resultTypes: ["violations" as const],
    ...(scope === "colours" ? { runOnly: [CONTRAST] } : { runOnly: RULE_TAGS }),
    ...(scope === "all but colours" ? { rules: { [CONTRAST]: { enabled: false } } } : {}),
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary = "" }) => `${id}: ${help}: ${html} ${failureSummary}`),
  );
}
