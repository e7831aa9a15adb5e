import type { AppContext } from "../app-types";
import { VERSION } from "../version";

/** Open to anyone, so it tells no secrets: of wrong settings only the names and what is wrong. */
export function getHealth(context: AppContext): Response {
  const settings = context.get("settings");
  if (settings.ok) return context.json({ status: "ok", version: VERSION, problems: [] });
  return context.json({ status: "misconfigured", version: VERSION, problems: settings.error }, 500);
}
