/** A client has at least 64 bits of IPv6 addresses for itself, so the groups before them name it. */
const IPV6_GROUPS_KEPT = 4;

/** What counts as one client's address; null where none is known. Cloudflare writes the header, and nobody else can there. */
export function addressKeyOf(address: string | null): string | null {
  if (address === null || address === "") return null;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const tailGroups = tail === undefined || tail === "" ? [] : tail.split(":");
  const omitted = tail === undefined ? 0 : Math.max(0, 8 - groups.length - tailGroups.length);
  const zeros = Array.from({ length: omitted }, () => "0");
  return [...groups, ...zeros, ...tailGroups].slice(0, IPV6_GROUPS_KEPT).join(":");
}
