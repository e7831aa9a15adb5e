import { describe, expect, it } from "vitest";
import { operatorIdOf } from "./operator-id.ts";

const ADMIN = { role: "admin", inviteId: null } as const;
const GUEST = { role: "operator", inviteId: "i1" } as const;
const SECRET = "0123456789abcdef0123456789abcdef";

describe("an operator's id", () => {
  it("is the same whenever it is made of one secret and one access", () => {
    const id = operatorIdOf(SECRET, ADMIN);
    expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(operatorIdOf(SECRET, { ...ADMIN })).toBe(id);
  });

  it("is another for another secret, and for another access with the same one", () => {
    const ids = [
      operatorIdOf(SECRET, ADMIN),
      operatorIdOf(SECRET.replace("0", "1"), ADMIN),
      operatorIdOf(SECRET, GUEST),
      operatorIdOf(SECRET, { ...GUEST, inviteId: "i2" }),
      operatorIdOf(SECRET, { ...GUEST, role: "responder" }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("makes nobody its operator, also where it is used as a secret", () => {
    const id = operatorIdOf(SECRET, ADMIN);
    expect(id).not.toContain(SECRET.slice(0, 8));
    expect(operatorIdOf(id, ADMIN)).not.toBe(id);
  });
});
