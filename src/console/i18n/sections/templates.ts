import { createPlural } from "../format";

/** Texts that are written often, and their manager. */
export interface TemplatesMessages {
  readonly title: string;
  readonly manage: string;
  readonly insert: string;
  readonly slash: string;
  readonly slashHint: string;
  readonly found: (count: number) => string;
  readonly search: string;
  readonly none: string;
  readonly noMatch: string;
  readonly all: (count: number) => string;
  readonly forSession: string;
  readonly forAll: string;
  readonly add: string;
  readonly remove: (name: string) => string;
  readonly moveUp: (name: string) => string;
  readonly moveDown: (name: string) => string;
  readonly name: string;
  readonly text: string;
  readonly placeholders: string;
  readonly keys: string;
  readonly noKeys: string;
  readonly keysHelp: string;
  readonly offerEverywhere: string;
  readonly save: string;
  readonly cancel: string;
  readonly import: string;
  readonly export: string;
  readonly imported: (count: number) => string;
  readonly badFile: string;
  readonly tooMany: string;
}

const plural = createPlural("en");

export const enTemplates: TemplatesMessages = {
  title: "Templates",
  manage: "Manage templates",
  insert: "Insert a template",
  slash: "Find a template, in an empty answer",
  slashHint: "Enter inserts it. Esc, a blank or a second slash makes it a text.",
  found: (count) => `${count} ${plural(count, { one: "template", other: "templates" })}.`,
  search: "Search templates",
  none: "No templates yet.",
  noMatch: "No template has such a name or text.",
  all: (count) => `All ${count}`,
  forSession: "Only in this session",
  forAll: "In every session",
  add: "New template",
  remove: (name) => `Delete ${name}`,
  moveUp: (name) => `Move ${name} up`,
  moveDown: (name) => `Move ${name} down`,
  name: "Name",
  text: "Text",
  placeholders: "Placeholders are filled in when it is inserted:",
  keys: "Keys",
  noKeys: "None",
  keysHelp: "Press the keys in this field. Backspace removes them.",
  offerEverywhere: "Offer it in every session",
  save: "Save",
  cancel: "Cancel",
  import: "Import…",
  export: "Export",
  imported: (count) =>
    `${count} ${plural(count, { one: "template", other: "templates" })} imported.`,
  badFile: "This file holds no templates.",
  tooMany: "There would be too many templates.",
};
