import type { ApiError } from "../../core/api-error";
import { unsupportedParameter } from "../shared/wire-issue";
import type { WireRequest } from "./wire";

/** What `/api/generate` has besides, and a person cannot fill. The first such parameter is named. */
export function findRefusedParameter(wire: WireRequest): ApiError | null {
  // The responses here have an empty one, which a client may send back.
  if ((wire.context?.length ?? 0) > 0) {
    return unsupportedParameter(
      "context",
      "It holds tokens of another server, which nobody can read here; send a conversation to /api/chat.",
    );
  }
  for (const param of ["width", "height", "steps"] as const) {
    if ((wire[param] ?? 0) !== 0)
      return unsupportedParameter(param, "This model writes text and draws no images.");
  }
  return null;
}
