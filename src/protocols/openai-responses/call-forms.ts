import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";

/** How a call of a tool is written where it is no plain function's: the names that the client gave, and whether its input is free text. */
export interface CallForm {
  readonly name: string;
  readonly namespace?: string;
  readonly isCustom?: true;
}

/** By the tool's name as the person sees it. */
export type CallForms = ReadonlyMap<string, CallForm>;

/** The key under which a response's context keeps them. No field of a request has this name. */
export const CALL_FORMS = "call_forms";

/** The property of a call's arguments that is the free text of a custom tool: here, every tool takes an object. */
export const CUSTOM_INPUT = "input";

export function encodeCallForms(forms: CallForms): JsonObject {
  const entries = [...forms].map(([toolName, form]): [string, JsonObject] => [
    toolName,
    { ...form },
  ]);
  return Object.fromEntries(entries);
}

export function callFormsOf(options: JsonObject): CallForms {
  const stored = options[CALL_FORMS];
  if (!isJsonObject(stored)) return new Map();
  return new Map(Object.entries(stored).map(([toolName, form]) => [toolName, formOf(form)]));
}

function formOf(value: JsonValue): CallForm {
  const { name, namespace, isCustom } = isJsonObject(value) ? value : {};
  return {
    name: typeof name === "string" ? name : "",
    ...(typeof namespace === "string" ? { namespace } : {}),
    ...(isCustom === true ? { isCustom } : {}),
  };
}

/** A custom tool's text. What is no object with it is the text itself: a responder may have written it so. */
export function customInputOf(input: string): string {
  try {
    const value = JSON.parse(input) as JsonValue;
    const text = isJsonObject(value) ? value[CUSTOM_INPUT] : undefined;
    return typeof text === "string" ? text : input;
  } catch {
    // Text that is no JSON.
    return input;
  }
}
