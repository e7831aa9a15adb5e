import { invalidRequest, type ApiError } from "../core/api-error";
import { assertNever } from "../core/assert";
import { LIMITS } from "../core/limits";
import type { SessionNameProblem } from "../core/session-name";

/** What is wrong with the name of a session that stands in place of a model's. */
export function sessionNameError(problem: SessionNameProblem): ApiError {
  const message = `The model is the name of a session, and ${sessionNameFault(problem)}.`;
  return invalidRequest("invalid_model", message, "model");
}

function sessionNameFault(problem: SessionNameProblem): string {
  switch (problem) {
    case "missing":
      return "is missing";
    case "empty":
      return "must not be empty";
    case "too-long":
      return `must have at most ${LIMITS.sessionNameCharsMax} characters`;
    case "control-character":
      return "must have no control characters";
    case "no-address":
      return "must not be . or .., which no address can name";
    default:
      return assertNever(problem);
  }
}
