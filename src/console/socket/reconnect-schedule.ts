/** A page that somebody looks at may try often; a hidden one must not wake a radio all night. */
const VISIBLE = { firstMs: 500, lastMs: 2_000 };
const HIDDEN = { firstMs: 1_000, lastMs: 300_000 };
/** Pages that lost their server together must not come back together. */
const JITTER = 0.25;

/** The pause before a try to connect; `attempt` counts those that failed since the last message, from 0. */
export function reconnectDelayMs(
  attempt: number,
  isVisible: boolean,
  random: () => number,
): number {
  const { firstMs, lastMs } = isVisible ? VISIBLE : HIDDEN;
  const delayMs = Math.min(lastMs, firstMs * 2 ** Math.min(attempt, 20));
  return Math.round(delayMs * (1 + JITTER * (2 * random() - 1)));
}
