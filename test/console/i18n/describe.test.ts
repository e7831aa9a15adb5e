import { describe, expect, it } from "vitest";
import { parseBinding } from "../../../src/console/compose/key-binding";
import {
  describeBinding,
  describeBindingProblem,
} from "../../../src/console/i18n/describe-binding";
import { describeFault, describeVariant } from "../../../src/console/i18n/describe-fault";
import { en } from "../../../src/console/i18n/en";
import { createFormats } from "../../../src/console/i18n/format";
import { ja } from "../../../src/console/i18n/ja";
import { chooseLocale } from "../../../src/console/i18n/locale";
import { formOfValue } from "../../../src/console/schema-form/form-model";
import { validateForm } from "../../../src/console/schema-form/validate-form";
import type { JsonObject, JsonValue } from "../../../src/core/json";

const formats = { en: createFormats("en", "UTC"), ja: createFormats("ja", "Asia/Tokyo") };
const NOON_MS = 1_790_078_400_000;

function sentences(schema: JsonObject, value: JsonValue): readonly string[] {
  const verdict = validateForm(formOfValue(schema, value));
  if (verdict.type !== "faulty") return [];
  return verdict.issues.flatMap(({ fault }) => [
    describeFault(en, formats.en, fault),
    describeFault(ja, formats.ja, fault),
  ]);
}

function told(distanceMs: number): readonly string[] {
  return [formats.en, formats.ja].map((one) => one.relative(NOON_MS + distanceMs, NOON_MS));
}

describe("a fault", () => {
  it.each<[JsonObject, JsonValue, string, string]>([
    [{ required: ["a"] }, {}, "This is required.", "必須です。"],
    [{ enum: ["a", 1] }, "b", 'This must be "a" or 1.', '次のどれかにしてください："a"または1'],
    [
      { type: ["string", "null"] },
      1,
      "This must be: text or nothing.",
      "次の種類にしてください：テキストまたはなし",
    ],
    [{ maxLength: 1 }, "ab", "Use at most 1 character.", "1文字以内にしてください。"],
    [{ const: null }, 1, "This must be null.", "nullにしてください。"],
    [
      { not: {} },
      1,
      'This breaks the schema\'s rule "not".',
      "スキーマの「not」の条件に合いません。",
    ],
  ])("is a sentence in both languages: %j", (schema, value, english, japanese) => {
    expect(sentences(schema, value)).toEqual([english, japanese]);
  });
});

describe("a long list of allowed values", () => {
  it("is told by its beginning", () => {
    const options = Array.from({ length: 300 }, (_, index) => index);
    expect(sentences({ enum: options }, "x")[0]).toBe("This must be 0, 1, 2, 3, 4, 5, 6, 7, or ….");
  });
});

describe("a shape's name", () => {
  it("is its own, or what it is", () => {
    expect(describeVariant(en, { kind: "title", text: "Circle" })).toBe("Circle");
    expect(describeVariant(ja, { kind: "type", type: "integer" })).toBe("整数");
    expect(describeVariant(en, { kind: "type", type: "null" })).toBe("Nothing");
    expect(describeVariant(ja, { kind: "number", number: 2 })).toBe("形式2");
  });
});

describe("a binding", () => {
  it("is shown as its keys are labelled, and so is what is wrong with it", () => {
    const parsed = parseBinding("ctrl+escape");
    expect(parsed.ok && describeBinding(en, parsed.value)).toBe("Ctrl+Esc");
    const up = parseBinding("alt+arrowup");
    expect(up.ok && describeBinding(ja, up.value)).toBe("Alt+↑");
    expect(describeBindingProblem(en, { reason: "unknown-key", key: "Hyper" })).toBe(
      'There is no key "Hyper".',
    );
  });
});

describe("times and lists", () => {
  it("are written as the language does, in the zone that is asked for", () => {
    expect(formats.en.dateTime(NOON_MS)).toMatch(/2026/);
    expect(formats.en.time(NOON_MS)).toMatch(/12:00:00/);
    expect(formats.ja.time(NOON_MS)).toMatch(/21:00:00/);
    expect(formats.en.list(["a", "b", "c"])).toBe("a, b, and c");
    expect(formats.ja.alternatives(["a", "b"])).toBe("aまたはb");
    expect(formats.en.number(12_345)).toBe("12,345");
  });

  it("are told from now in their largest unit", () => {
    expect(told(0)).toEqual(["now", "今"]);
    expect(told(-999)).toEqual(["now", "今"]);
    expect(told(-61_000)).toEqual(["1 minute ago", "1 分前"]);
    expect(told(-86_400_000)).toEqual(["yesterday", "昨日"]);
    expect(told(7_200_000)).toEqual(["in 2 hours", "2 時間後"]);
  });
});

describe("the language", () => {
  it("is the chosen one, or else the browser's first that there is, or else English", () => {
    expect(chooseLocale("ja", ["en-GB"])).toBe("ja");
    expect(chooseLocale(null, ["fr-FR", "ja-JP", "en"])).toBe("ja");
    expect(chooseLocale(null, ["JA_jp"])).toBe("ja");
    expect(chooseLocale("tlh", ["ja"])).toBe("ja");
    expect(chooseLocale(null, ["jam", "fr"])).toBe("en");
    expect(chooseLocale(null, [])).toBe("en");
  });
});
