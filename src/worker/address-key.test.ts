import { expect, it } from "vitest";
import { addressKeyOf } from "./address-key";

it.each([
  [null, null],
  ["", null],
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:DB8:1:2::9", "2001:db8:1:2"],
  ["2001:db8::9", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
])("the address %s counts as %s", (address, key) => {
  expect(addressKeyOf(address)).toBe(key);
});
