import { createPlural } from "./format";
import type { Messages } from "./messages";
import { enAnswer } from "./sections/answer";
import { enComposer } from "./sections/composer";
import { enFaults } from "./sections/faults";
import { enHelp } from "./sections/help";
import { enInbox } from "./sections/inbox";
import { enInvite } from "./sections/invite";
import { enJoin } from "./sections/join";
import { enSession } from "./sections/session";
import { enShell } from "./sections/shell";
import { enTemplates } from "./sections/templates";

const plural = createPlural("en");

function characters(count: number): string {
  return `${count} ${plural(count, { one: "character", other: "characters" })}`;
}

function entries(count: number): string {
  return `${count} ${plural(count, { one: "entry", other: "entries" })}`;
}

export const en = {
  wait: {
    days: (days, hours) => `${days} d ${hours} h`,
  },
  form: {
    types: {
      array: "list",
      boolean: "yes or no",
      integer: "whole number",
      null: "nothing",
      number: "number",
      object: "fields",
      string: "text",
    },
    shape: (number) => `Shape ${number}`,
    nothing: "Nothing",
    rawReasons: {
      open: "The schema leaves this open, so write JSON.",
      misfit: "The value is not what the schema expects, so it is shown as JSON.",
      "too-deep": "This is nested too deeply for fields, so write JSON.",
      chosen: "Written as JSON.",
    },
    rowPolicies: {
      invited: "Add an entry",
      tolerated: "Add an entry that the schema does not name",
      forbidden: "No other entries are allowed.",
    },
    showFormProblems: {
      "not-json": "This is not valid JSON yet.",
      "inexact-number": "The fields cannot hold a number with so many digits. Keep it as JSON.",
    },
    unchecked: "The schema itself is faulty, so this cannot be checked.",
    faults: {
      writing: {
        "not-json": "This is not valid JSON.",
        "not-a-number": "This is not a number.",
        "key-missing": "Give this entry a name.",
        "key-twice": "There is another entry with this name.",
      },
      limits: {
        minimum: (limit) => `Use ${limit} or more.`,
        maximum: (limit) => `Use ${limit} or less.`,
        exclusiveMinimum: (limit) => `Use more than ${limit}.`,
        exclusiveMaximum: (limit) => `Use less than ${limit}.`,
        multipleOf: (limit) => `Use a multiple of ${limit}.`,
        minLength: (limit) => `Use at least ${characters(limit)}.`,
        maxLength: (limit) => `Use at most ${characters(limit)}.`,
        minItems: (limit) => `Give at least ${entries(limit)}.`,
        maxItems: (limit) => `Give at most ${entries(limit)}.`,
        minProperties: (limit) => `Give at least ${entries(limit)}.`,
        maxProperties: (limit) => `Give at most ${entries(limit)}.`,
      },
      required: "This is required.",
      type: (types) => `This must be: ${types}.`,
      enum: (options) => `This must be ${options}.`,
      const: (value) => `This must be ${value}.`,
      pattern: (pattern) => `This must match the pattern ${pattern}.`,
      format: (format) => `This must have the format "${format}".`,
      uniqueItems: "No two entries may be equal.",
      noVariant: "This is none of the allowed shapes.",
      severalVariants: "This has several shapes at once, and only one is allowed.",
      notAllowed: "This is not allowed here.",
      other: (keyword) => `This breaks the schema's rule "${keyword}".`,
      unknown: "This does not fit the schema.",
    },
  },
  compose: {
    refusals: {
      composing: "Finish the input first.",
      "not-mine": "Someone else has this turn.",
      "already-sent": "The answer was already sent.",
    },
    unknownPlaceholders: (count, names) =>
      `${plural(count, { one: "Nothing is known for the placeholder", other: "Nothing is known for the placeholders" })} ${names}.`,
  },
  keys: {
    names: {
      Enter: "Enter",
      Escape: "Esc",
      Space: "Space",
      Tab: "Tab",
      Backspace: "Backspace",
      Delete: "Delete",
      Home: "Home",
      End: "End",
      PageUp: "Page Up",
      PageDown: "Page Down",
      ArrowUp: "Up",
      ArrowDown: "Down",
      ArrowLeft: "Left",
      ArrowRight: "Right",
    },
    problems: {
      noKey: "Press a key besides the modifiers.",
      needsModifier: "Add Ctrl or Alt, since the key alone writes into the answer.",
      unknownKey: (key) => `There is no key "${key}".`,
    },
    reserved: (binding) => `${binding} is used by the console or the browser.`,
    taken: (template) => `The template "${template}" already has these keys.`,
  },
  answer: enAnswer,
  composer: enComposer,
  faults: enFaults,
  help: enHelp,
  inbox: enInbox,
  invite: enInvite,
  join: enJoin,
  session: enSession,
  shell: enShell,
  templates: enTemplates,
} satisfies Messages;
