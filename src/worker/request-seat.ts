import { invalidRequest, type ApiError } from "../core/api-error";
import { fail, succeed, type Result } from "../core/result";
import type { Seat } from "../core/turn";

export const SEAT_HEADER = "x-motive-seat";

export interface SeatClaims {
  readonly credential: Seat | null;
  readonly path: Seat | null;
  /** The header as sent; null where there is none. */
  readonly header: string | null;
}

/** PAIR-1: the seat that a request names itself. A contradiction is an error, as one of the two would be ignored silently. */
export function resolveSeat(claims: SeatClaims): Result<Seat | null, ApiError> {
  const header = claims.header === null ? null : seatOfHeader(claims.header);
  if (header === undefined) {
    return fail(
      invalidRequest("invalid_seat", `The header ${SEAT_HEADER} must be "caller" or "responder".`),
    );
  }
  const named: [string, Seat | null][] = [
    ["the credential", claims.credential],
    ["the path", claims.path],
    [`the header ${SEAT_HEADER}`, header],
  ];
  const given = named.filter((claim): claim is [string, Seat] => claim[1] !== null);
  const [first, ...others] = given;
  if (first === undefined) return succeed(null);
  const opposed = others.find(([, seat]) => seat !== first[1]);
  if (opposed === undefined) return succeed(first[1]);
  const message = `Two seats are named: ${first[0]} says ${first[1]}, ${opposed[0]} says ${opposed[1]}.`;
  return fail(invalidRequest("contradicting_seats", message));
}

function seatOfHeader(value: string): Seat | undefined {
  const word = value.trim().toLowerCase();
  return word === "caller" || word === "responder" ? word : undefined;
}
