import { describe, expect, it } from "vitest";
import { AccessWatch } from "../../../src/console/state/access-watch";
import { FakeNetwork } from "../support/fake-network";

const DAY_MS = 86_400_000;
/** A browser's timers count to 2^31 milliseconds, and begin anew with 1 above it. */
const BROWSER_WAIT_MAX_MS = 2 ** 31 - 1;

class CountingNetwork extends FakeNetwork {
  longestWaitMs = 0;

  override wait(delayMs: number, run: () => void): () => void {
    this.longestWaitMs = Math.max(this.longestWaitMs, delayMs);
    return super.wait(delayMs, run);
  }
}

function startWatch() {
  const network = new CountingNetwork();
  const overAtMs: number[] = [];
  const watch: AccessWatch = new AccessWatch({
    environment: network,
    nowMs: () => network.nowMs,
    onOver: () => overAtMs.push(network.nowMs),
  });
  return { network, watch, overAtMs };
}

describe("the end of a page's access", () => {
  it.each([
    ["soon", 5_000],
    ["after longer than a browser's timers count", 300 * DAY_MS],
  ])("is noticed in time, and once: %s", (_, lifetimeMs) => {
    const { network, watch, overAtMs } = startWatch();
    const endsAtMs = network.nowMs + lifetimeMs;
    watch.watch(endsAtMs);
    network.pass(lifetimeMs - 1);
    expect(overAtMs).toEqual([]);
    network.pass(DAY_MS);
    expect(overAtMs).toHaveLength(1);
    expect(overAtMs[0]! - endsAtMs).toBeGreaterThan(0);
    expect(overAtMs[0]! - endsAtMs).toBeLessThan(2_000);
    expect(network.longestWaitMs).toBeLessThan(BROWSER_WAIT_MAX_MS);
  });

  it("is noticed on waking by a page whose timers slept over it", () => {
    const { network, watch, overAtMs } = startWatch();
    watch.watch(network.nowMs + 5_000);
    network.wake();
    expect(overAtMs).toEqual([]);
    network.nowMs += 60_000;
    network.wake();
    network.wake();
    expect(overAtMs).toEqual([network.nowMs]);
  });

  it("is asked for no faster than once a second where the server lets the page in again all the same", () => {
    const { network, watch, overAtMs } = startWatch();
    const endedAtMs = network.nowMs - 60_000;
    for (let round = 1; round <= 3; round += 1) {
      watch.watch(endedAtMs);
      network.pass(999);
      expect(overAtMs).toHaveLength(round - 1);
      network.pass(1);
      expect(overAtMs).toHaveLength(round);
    }
  });

  it("is waited for by nobody where there is none, or where the page has closed", () => {
    const { network, watch, overAtMs } = startWatch();
    watch.watch(null);
    network.pass(DAY_MS);
    watch.watch(network.nowMs + 5_000);
    watch.stop();
    network.pass(DAY_MS);
    network.wake();
    expect(overAtMs).toEqual([]);
    expect(network.isListened).toBe(false);
  });
});
