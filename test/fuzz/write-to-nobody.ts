/**
 * How the runtime tells of its own write of a response whose client has left; test/e2e/writes-to-nobody.test.ts shows the same of a
 * Worker of a few lines. A rejection that nobody handled has the same words but for the source.
 */
export const WRITE_TO_NOBODY =
  "uncaught exception; source = Uncaught (in response); stack = Error: Network connection lost.";

/** How wrangler repeats either, without the source. */
export const REPEATED_BY_WRANGLER =
  /(✘ \[ERROR\] |text: ')Uncaught Error: Network connection lost\.(',)?$/;
