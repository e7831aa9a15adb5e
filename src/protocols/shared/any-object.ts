import { z } from "zod";

import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";

/** Passed on as it is: a schema library's copy would lose a property that is named `__proto__`. */
export const anyObject = z.custom<JsonObject>(
  (value) => isJsonObject(value as JsonValue | undefined),
  "an object",
);
