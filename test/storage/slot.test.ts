import { describe, expect, it } from "vitest";
import { slotOf } from "../../src/storage/slot.ts";

describe("a slot", () => {
  it("is an integer that leaves room for the slots after it", () => {
    const slots = Array.from({ length: 10_000 }, (_, index) => slotOf(`hold ${index}`));
    expect(slots.every((slot) => Number.isSafeInteger(slot + 1_000) && slot >= 0)).toBe(true);
    expect(Math.max(...slots)).toBeLessThan(2 ** 52);
    expect(Math.max(...slots)).toBeGreaterThan(2 ** 51);
  });

  it("is seldom shared, also by texts that are much alike", () => {
    const slots = new Set(Array.from({ length: 100_000 }, (_, index) => slotOf(`hold ${index}`)));
    expect(slots.size).toBe(100_000);
  });

  it("never changes, as it is stored", () => {
    expect([slotOf(""), slotOf("hold 1"), slotOf("漢字")]).toEqual([
      600_787_547_425_446, 583_736_563_213_371, 3_591_643_694_670_391,
    ]);
  });
});
