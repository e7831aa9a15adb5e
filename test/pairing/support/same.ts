/** Throws where two plain JSON values differ, the order of keys included: a state's order is the order of arrival. */
export function assertSame(actual: unknown, expected: unknown, name: string): void {
  const path = findDifference(actual, expected);
  if (path !== null) throw new Error(`${name} differs at ${path === "" ? "its root" : path}`);
}

function findDifference(one: unknown, other: unknown): string | null {
  if (one === other) return null;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return "";
  }
  const keys = Object.keys(one);
  const otherKeys = Object.keys(other);
  if (keys.length !== otherKeys.length) return "";
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? "";
    if (otherKeys[index] !== key) return `.${key}`;
    const difference = findDifference(
      (one as Record<string, unknown>)[key],
      (other as Record<string, unknown>)[key],
    );
    if (difference !== null) return `.${key}${difference}`;
  }
  return null;
}
