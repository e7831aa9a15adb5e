/** What scrolls by itself must be reached by the keyboard, also in browsers that do not see to that. */
export const SCROLLABLE = { tabIndex: 0 } as const;
