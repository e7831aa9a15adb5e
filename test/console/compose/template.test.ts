import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fillTemplate,
  parseTemplate,
  placeholderNames,
} from "../../../src/console/compose/template";
import { fuzz } from "../../protocols/arbitraries";

const anySource = fc
  .array(
    fc.constantFrom("{{", "}}", "{{a}}", "{{a|b}}", "{{cursor}}", "\\", "|", "a", "\n", "日本"),
  )
  .map((parts) => parts.join(""));

function at(startChars: number): unknown {
  return { startChars, endChars: startChars };
}

describe("a template", () => {
  it("fills in what is known, and what stands for it where it is not", () => {
    const { text, unknownNames } = fillTemplate("Dear {{ name }}, {{tone|kind}} {{end|}}!", {
      name: "Ann",
    });
    expect(text).toBe("Dear Ann, kind !");
    expect(unknownNames).toEqual([]);
    expect(fillTemplate("{{tone|kind}}", { tone: "" }).text).toBe("");
  });

  it("leaves what is unknown as it was written, and selects the first of it", () => {
    expect(fillTemplate("a {{x}} b {{ y }} {{x}}", {})).toEqual({
      text: "a {{x}} b {{ y }} {{x}}",
      selection: { startChars: 2, endChars: 7 },
      unknownNames: ["x", "y"],
    });
  });

  it("puts the caret where it says, or else at the end", () => {
    expect(fillTemplate("{{name}}: {{cursor}}!{{x}}{{cursor}}", { name: "A😀" })).toEqual({
      text: "A😀: !{{x}}",
      selection: at(5),
      unknownNames: ["x"],
    });
    expect(fillTemplate("done", {}).selection).toEqual(at(4));
  });

  it("does not fill in what came in by a value", () => {
    expect(
      fillTemplate("{{question}}", { question: "What is {{session}}?", session: "s" }).text,
    ).toBe("What is {{session}}?");
  });

  it("has no placeholder where one is escaped, unfinished, or has no name", () => {
    const values = { a: "1", constructor: "no" };
    expect(fillTemplate("\\{{a}} \\{{ {{a {{}} {{a b}} {a}", values).text).toBe(
      "{{a}} {{ {{a {{}} {{a b}} {a}",
    );
    expect(fillTemplate("{{toString}}", {}).text).toBe("{{toString}}");
  });

  it("may have any language in its names, and lines in its defaults", () => {
    expect(fillTemplate("{{名前}} {{a.b-c_1|two\nlines}}", { 名前: "花" }).text).toBe(
      "花 two\nlines",
    );
  });

  it("lists its placeholders, each once and without the caret", () => {
    expect(placeholderNames("{{b}}{{a|x}}{{cursor}}{{b}}\\{{c}}")).toEqual(["b", "a"]);
  });

  it("of any text loses nothing where nothing is known", () => {
    fc.assert(
      fc.property(anySource, (source) => {
        const shown = parseTemplate(source).map((piece) => {
          if (piece.type === "cursor") return "";
          return piece.type === "text" ? piece.text : (piece.defaultText ?? piece.source);
        });
        const filled = fillTemplate(source, {});
        expect(filled.text).toBe(shown.join(""));
        expect(filled.selection.endChars).toBeLessThanOrEqual(filled.text.length);
        if (!source.includes("{{")) expect(filled.text).toBe(source);
      }),
      fuzz(300),
    );
  });
});
