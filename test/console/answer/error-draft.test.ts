import { describe, expect, it } from "vitest";
import {
  chooseStatus,
  contentOfError,
  ERROR_PRESETS,
  faultsOfError,
  isRetriedStatus,
  NEW_ERROR,
  PRESET_STATUSES,
  readKeptError,
} from "../../../src/console/answer/error-draft";
import { fieldId } from "../../../src/console/answer/fields/field-id";
import { inputKindOf } from "../../../src/console/answer/fields/field-hint";
import { placeName } from "../../../src/console/answer/place-name";
import { formOfValue } from "../../../src/console/schema-form/form-model";

describe("an error in place of an answer", () => {
  it("has a message for every status that is offered", () => {
    expect(Object.keys(ERROR_PRESETS).map(Number)).toEqual([...PRESET_STATUSES]);
    expect(faultsOfError(NEW_ERROR)).toEqual([]);
  });

  it("takes the message of another status, unless somebody has written one", () => {
    const changed = chooseStatus(NEW_ERROR, 503);
    expect(changed.message).toBe(ERROR_PRESETS[503]);
    const own = chooseStatus({ ...changed, message: "Closed for lunch." }, 404);
    expect(own).toEqual({ status: 404, message: "Closed for lunch.", retryAfterSeconds: 20 });
    expect(chooseStatus({ ...own, message: " " }, 401).message).toBe(ERROR_PRESETS[401]);
  });

  it.each([
    [{ status: 399 }, ["status"]],
    [{ status: 600 }, ["status"]],
    [{ status: null }, ["status"]],
    [{ status: Number.NaN }, ["status"]],
    [{ status: 400.5 }, ["status"]],
    [{ message: "  " }, ["message"]],
    [{ retryAfterSeconds: -1 }, ["retryAfterSeconds"]],
    [{ retryAfterSeconds: 86_401 }, ["retryAfterSeconds"]],
    [{ retryAfterSeconds: 1.5 }, ["retryAfterSeconds"]],
    [{ retryAfterSeconds: null }, []],
    [{ status: 418, retryAfterSeconds: 0 }, []],
  ])("says what to mend: %o", (changes, faults) => {
    expect(faultsOfError({ ...NEW_ERROR, ...changes })).toEqual(faults);
  });

  it("goes with its header only where there is one", () => {
    expect(contentOfError({ status: 529, message: " Busy. ", retryAfterSeconds: null })).toEqual({
      error: { status: 529, message: "Busy.", retryAfterSeconds: null },
    });
  });

  it("tells what clients send again", () => {
    expect([400, 401, 404, 408, 429, 500, 529].filter(isRetriedStatus)).toEqual([
      408, 429, 500, 529,
    ]);
  });

  it("comes back after a reload, half-typed too", () => {
    const typed = { status: null, message: "x", retryAfterSeconds: 5 };
    expect(readKeptError(JSON.parse(JSON.stringify(typed)))).toEqual(typed);
    expect(readKeptError(undefined)).toEqual(NEW_ERROR);
  });
});

function isDateInput(text: string): boolean {
  const { root } = formOfValue({ type: "string", format: "date" }, text);
  return root.kind === "string" && inputKindOf(root).isDate;
}

describe("the fields of a form", () => {
  it("have ids without blanks that differ for every path", () => {
    const paths = [["a b"], ["a_20_b"], ["0"], [0], ["a", "b"], ["a.-b"], ["日本"], ["\uD800"]];
    const ids = paths.map((path) => fieldId("form", path));
    expect(new Set(ids).size).toBe(paths.length);
    expect(ids.filter((id) => /\s/.test(id))).toEqual([]);
  });

  it("show a date as one only while the browser's picker can hold it", () => {
    expect(["", "2026-11-20", "tomorrow"].map(isDateInput)).toEqual([true, true, false]);
  });

  it("are named by the way to them", () => {
    expect(placeName("book", "")).toBe("book");
    expect(placeName("book", "/guests/0/a~1b~0c")).toBe("book › guests › 0 › a/b~c");
  });
});
