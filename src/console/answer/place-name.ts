/** A place in a value, for people: the names on the way to it. The pointer is as `joinPointer` writes it. */
export function placeName(rootName: string, pointer: string): string {
  const names = pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  return [rootName, ...names].join(" › ");
}
