import { z } from "zod";

/** An object of any keys, as it is. Zod's records leave out a key that is called __proto__, which an argument of a tool may be. */
export const anyObject = z.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);
