/** The page's colours; `auto` is as the system has it. */
export const THEMES = ["auto", "light", "dark"] as const;

export type Theme = (typeof THEMES)[number];
