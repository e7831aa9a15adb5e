import { describe, expect, it } from "vitest";
import { fillTemplate, placeholderNames } from "../../../src/console/compose/template";
import {
  bindingOf,
  KNOWN_PLACEHOLDERS,
  mergeTemplates,
  moveTemplate,
  readTemplates,
  searchTemplates,
  TEMPLATE_LIMITS,
  templateValues,
  withoutTemplate,
  withTemplate,
  type Template,
} from "../../../src/console/templates/template";

function template(id: string, changes: Partial<Template> = {}): Template {
  return { id, name: `Name ${id}`, text: `Text ${id}`, binding: null, ...changes };
}

const LIST = [template("a"), template("b"), template("c")];
const idsOf = (templates: readonly Template[]): readonly string[] => templates.map(({ id }) => id);

describe("a list of templates", () => {
  it("takes a new one at its end, and a changed one in its place", () => {
    expect(idsOf(withTemplate(LIST, template("d")))).toEqual(["a", "b", "c", "d"]);
    expect(withTemplate(LIST, template("b", { name: "New" }))[1]).toMatchObject({ name: "New" });
    expect(idsOf(withoutTemplate(LIST, "b"))).toEqual(["a", "c"]);
  });

  it("is ordered within its ends", () => {
    expect(idsOf(moveTemplate(LIST, "a", 1))).toEqual(["b", "a", "c"]);
    expect(moveTemplate(LIST, "a", -1)).toBe(LIST);
    expect(moveTemplate(LIST, "c", 1)).toBe(LIST);
    expect(moveTemplate(LIST, "x", 1)).toBe(LIST);
  });

  it("takes those of a file, and not more than there may be", () => {
    const imported = [template("b", { text: "new" }), template("d")];
    expect(mergeTemplates(LIST, imported)?.map(({ text }) => text)).toEqual([
      "Text a",
      "new",
      "Text c",
      "Text d",
    ]);
    const many = Array.from({ length: TEMPLATE_LIMITS.countMax }, (_, at) => template(`n${at}`));
    expect(mergeTemplates(LIST, many)).toBeNull();
  });

  it("is searched by name and text, in any width and case", () => {
    const list = [template("a", { name: "Ｇreeting" }), template("b", { text: "good night" })];
    expect(idsOf(searchTemplates(list, "greet"))).toEqual(["a"]);
    expect(idsOf(searchTemplates(list, "NIGHT good"))).toEqual(["b"]);
    expect(searchTemplates(list, "day")).toEqual([]);
  });
});

describe("templates of a file", () => {
  it("are read as they were written, with keys in the one way to write them", () => {
    const stored = [template("a", { binding: "shift+ctrl+k" })];
    expect(readTemplates(JSON.parse(JSON.stringify(stored)))).toEqual([
      template("a", { binding: "Ctrl+Shift+K" }),
    ]);
  });

  it("lose keys that are none, and stay", () => {
    expect(readTemplates([template("a", { binding: "K" })])).toEqual([template("a")]);
    expect(bindingOf({ binding: null })).toBeNull();
  });

  it.each([
    ["no list", {}],
    ["no text", [{ id: "a", name: "x", binding: null }]],
    ["no name", [template("a", { name: " " })]],
    ["a long name", [template("a", { name: "x".repeat(65) })]],
    ["too many", Array.from({ length: 201 }, (_, at) => template(String(at)))],
  ])("are none: %s", (_, stored) => {
    expect(readTemplates(stored)).toBeNull();
  });
});

describe("what the console knows for placeholders", () => {
  const known = {
    questionText: "Who is {{there}}?",
    sessionName: "gate",
    operatorName: "Anna",
    date: "today",
    time: "12:00",
  };

  it("fills every placeholder that is offered beside the editor", () => {
    const source = KNOWN_PLACEHOLDERS.map((name) => `{{${name}}}`).join(" ");
    const { text, unknownNames } = fillTemplate(source, templateValues(known));
    expect(unknownNames).toEqual([]);
    expect(text).toBe("Who is {{there}}? gate Anna today 12:00 ");
    expect(placeholderNames(source)).toHaveLength(KNOWN_PLACEHOLDERS.length - 1);
  });

  it("leaves the question open where there is none", () => {
    const values = templateValues({ ...known, questionText: null });
    expect(fillTemplate("{{question}}", values).unknownNames).toEqual(["question"]);
  });
});
