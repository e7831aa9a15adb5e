/** Long enough to be unique over all sessions, as clients send it back as evidence (PAIR-4). */
export function createToolCallId(): string {
  return `call_${crypto.randomUUID().replaceAll("-", "")}`;
}
