import { z } from "zod";

import { anyObject } from "./any-object";

/**
 * As `z.array` and `z.record`, but nothing is read behind the first fault. Those note each one, and for a million wrong items, which
 * a body of a few megabytes has room for, the notes take more memory than a Worker has.
 */

export function listOf<T>(item: z.ZodType<T>) {
  return z
    .array(z.unknown())
    .transform((values): unknown[] => {
      const faultIndex = values.findIndex((value) => isFault(value, item));
      return faultIndex < 0 ? values : values.slice(0, faultIndex + 1);
    })
    .pipe(z.array(item));
}

export function mapOf<T>(item: z.ZodType<T>) {
  return anyObject
    .transform((object): Record<string, unknown> => {
      const faultyKey = Object.keys(object).find((key) => isFault(object[key], item));
      return faultyKey === undefined ? object : { [faultyKey]: object[faultyKey] };
    })
    .pipe(z.record(z.string(), item));
}

function isFault(value: unknown, item: z.ZodType): boolean {
  return !item.safeParse(value).success;
}
