import type { z } from "zod";

import { invalidRequest, type ApiError } from "../../core/api-error";
import {
  emptyArray,
  invalidChoice,
  invalidType,
  invalidValue,
  missingParameter,
  tooManyItems,
} from "./wire-issue";

/** The first fault that a schema found, as the vendors word it. `root` is the path of the value that was parsed. */
export function apiErrorOfZodError(error: z.ZodError, input: unknown, root = ""): ApiError {
  const issue = error.issues[0];
  if (issue === undefined) return invalidRequest("invalid_value", "The request is not valid.");
  const param = paramOfPath(issue.path, root);
  const value = valueAt(input, issue.path);
  if (value === undefined) return missingParameter(param);
  switch (issue.code) {
    case "invalid_type":
      return invalidType(param, describeExpected(issue.expected), value);
    case "invalid_value":
      return choiceError(param, issue.values, value);
    case "invalid_union":
      return choiceError(
        param,
        "options" in issue && Array.isArray(issue.options) ? issue.options : [],
        value,
      );
    case "too_small":
    case "too_big":
      return sizeError(issue, param, value);
    case "custom":
      // By convention, a custom check's message is what it expects.
      return invalidType(param, issue.message, value);
    case "invalid_element":
    case "invalid_format":
    case "invalid_key":
    case "not_multiple_of":
    case "unrecognized_keys":
      return invalidValue(param, issue.message);
  }
}

/** `messages[0].content`, as OpenAI writes the path of a parameter. */
export function paramOfPath(path: readonly PropertyKey[], root = ""): string {
  let param = root;
  for (const key of path) {
    if (typeof key === "number") param += `[${key}]`;
    else param += param === "" ? String(key) : `.${String(key)}`;
  }
  return param;
}

function choiceError(param: string, options: readonly unknown[], value: unknown): ApiError {
  if (typeof value !== "string") return invalidType(param, "a string", value);
  return invalidChoice(param, options.map(String), value);
}

function sizeError(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  param: string,
  value: unknown,
): ApiError {
  if (Array.isArray(value)) {
    return issue.code === "too_small"
      ? emptyArray(param)
      : tooManyItems(param, Number(issue.maximum), value.length);
  }
  if (typeof value === "string") {
    return issue.code === "too_small"
      ? invalidRequest(
          "empty_string",
          `Invalid '${param}': expected a text, but got an empty string instead.`,
          param,
        )
      : invalidRequest(
          "string_above_max_length",
          `Invalid '${param}': expected at most ${issue.maximum} characters, but got ${value.length}.`,
          param,
        );
  }
  return issue.code === "too_small"
    ? invalidRequest(
        "integer_below_min_value",
        `Invalid '${param}': expected at least ${issue.minimum}, but got ${String(value)}.`,
        param,
      )
    : invalidRequest(
        "integer_above_max_value",
        `Invalid '${param}': expected at most ${issue.maximum}, but got ${String(value)}.`,
        param,
      );
}

function describeExpected(expected: string): string {
  switch (expected) {
    case "int":
      return "an integer";
    case "array":
      return "an array";
    case "object":
    case "record":
      return "an object";
    default:
      return `a ${expected}`;
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
