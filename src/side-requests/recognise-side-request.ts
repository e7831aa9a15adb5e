import type { SideRequestCandidate } from "../core/leg";
import type { TurnRequest } from "../core/turn";
import { answerSideRequest } from "./answer-side-request";
import { detectSideRequest } from "./detect-side-request";
import type { RequestHints } from "./request-outline";

/** PAIR-2: what a request may be besides a turn, with the answer by rule; null for nearly every request. */
export function recogniseSideRequest(
  request: TurnRequest,
  hints: RequestHints,
): SideRequestCandidate | null {
  const detection = detectSideRequest(request, hints);
  if (detection === null) return null;
  const { signature, marks } = detection;
  const answer = answerSideRequest(signature, request);
  if (answer === null) return null;
  return { kind: signature.kind, signatureId: signature.id, marks, ...answer };
}
