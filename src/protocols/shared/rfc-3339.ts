/** A given time as text, such as `2026-11-20T09:00:00.000Z`. */
export function rfc3339(atMs: number): string {
  // oxlint-disable-next-line no-restricted-globals -- It formats a time that was given, and reads no clock.
  return new Date(atMs).toISOString();
}
