import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fromEditorPlace,
  fromEditorText,
  toEditorText,
} from "../../../src/console/compose/editor-text";
import { fuzz } from "../../protocols/arbitraries";

describe("the picture of an answer in an editor", () => {
  it("has line feeds alone, and stands for the same answer with what was locked as it was", () => {
    expect(toEditorText("a\r\nb\rc\nd")).toBe("a\nb\nc\nd");
    expect(fromEditorText("a\nb\nmine", "a\r\nb\r")).toBe("a\r\nb\rmine");
    expect(fromEditorPlace(4, "a\r\nb\r\n")).toBe(6);
  });

  it("of an edit in what was locked is taken as it is", () => {
    expect(fromEditorText("aX\nb", "a\r\nb")).toBe("aX\nb");
  });

  it("loses nothing of any text, with whatever was locked before it", () => {
    const piece = fc.constantFrom("\r", "\n", "\r\n", "a", "😀", "");
    const anyText = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(anyText, anyText, (locked, free) => {
        const typed = toEditorText(free);
        // A carriage return at the end of what is locked and a line feed after it are one line break in the editor.
        fc.pre(!(locked.endsWith("\r") && typed.startsWith("\n")));
        expect(fromEditorText(toEditorText(locked + typed), locked)).toBe(locked + typed);
      }),
      fuzz(300),
    );
  });
});
