import { vi } from "vitest";
import { WAIT } from "./conversation";

/** The first message that there is or will be of a type, and that fits. */
export function waitForMessage<M extends { readonly type: string }, T extends M["type"]>(
  received: readonly M[],
  type: T,
  fits: (message: Extract<M, { readonly type: T }>) => boolean,
): Promise<Extract<M, { readonly type: T }>> {
  return vi.waitFor(() => {
    const message = received.find(
      (one): one is Extract<M, { readonly type: T }> =>
        one.type === type && fits(one as Extract<M, { readonly type: T }>),
    );
    if (message === undefined)
      throw new Error(`No ${type} that fits among ${JSON.stringify(received)}.`);
    return message;
  }, WAIT);
}
