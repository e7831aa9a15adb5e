import { messages } from "../i18n/use-messages";
import { HttpError } from "../state/http";

/** A sentence about a request that failed. What the server says in English is told only where there is nothing better. */
export function describeHttpFault(error: unknown): string {
  const { faults } = messages.value;
  if (!(error instanceof HttpError)) return faults.network;
  const { status, message } = error;
  return message === "" ? faults.unknown(status) : `${faults.detail} ${message}`;
}
