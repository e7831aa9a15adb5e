import { describe, expect, it } from "vitest";
import { en } from "../../../src/console/i18n/en";
import { ja } from "../../../src/console/i18n/ja";
import type { Messages } from "../../../src/console/i18n/messages";

/** Every text of a dictionary by its key; those with something put in, with one and with two of it. */
function textsOf(messages: Messages): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const visit = (key: string, value: unknown): void => {
    if (typeof value === "string") texts.set(key, value);
    else if (typeof value === "function") {
      // Texts and counts are put in alike: as they are.
      for (const argument of [1, 2])
        texts.set(`${key}(${argument})`, String(Reflect.apply(value, null, [argument, argument])));
    } else for (const [name, inner] of Object.entries(value ?? {})) visit(`${key}.${name}`, inner);
  };
  visit("", messages);
  return texts;
}

const english = textsOf(en);
const japanese = textsOf(ja);

/** What is written in Latin letters in Japanese too: what is printed on keys, terms of art, and proper names. */
const LATIN = new RegExp(
  `^(?:${[
    "Ctrl|Alt|Shift|Enter|Esc|Tab|Backspace|Delete|Home|End|Page|Up|Down",
    "API|JSON|Lines|UI|URL|https|MOTIVE|PROXY|KEY",
    "MotiveProxy|OpenAI|Markdown|Python|Node|js|curl",
  ].join("|")})$`,
);

function isLatinOnly(text: string): boolean {
  return (text.match(/[\p{L}]+/gu) ?? []).every((word) => LATIN.test(word));
}

describe("the dictionaries", () => {
  it("have the same keys", () => {
    expect(english.size).toBeGreaterThan(50);
    expect([...japanese.keys()]).toEqual([...english.keys()]);
  });

  it("have no empty text, and none with blanks at its ends", () => {
    const texts = [...english, ...japanese];
    expect(texts.filter(([, text]) => text.trim() === "" || text !== text.trim())).toEqual([]);
  });

  it("put in what they are given", () => {
    const filled = [...english, ...japanese].filter(([key]) => key.endsWith("(2)"));
    expect(filled.length).toBeGreaterThan(20);
    expect(filled.filter(([, text]) => !text.includes("2"))).toEqual([]);
  });

  it("have no English left in Japanese, and no Japanese in English", () => {
    const left = [...japanese].filter(([, text]) =>
      (text.match(/[A-Za-z]+/g) ?? []).some((word) => !LATIN.test(word)),
    );
    expect(left).toEqual([]);
    const script = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
    expect([...english].filter(([, text]) => script.test(text))).toEqual([]);
  });

  it("differ in every sentence", () => {
    const same = [...english].filter(([key, text]) => japanese.get(key) === text);
    const untranslated = same.filter(([, text]) => !isLatinOnly(text));
    expect(untranslated.filter(([key]) => !key.startsWith(".keys.names."))).toEqual([]);
  });

  it("count in English", () => {
    const { limits } = en.form.faults;
    expect([limits.minLength(1), limits.maxItems(2)]).toEqual([
      "Use at least 1 character.",
      "Give at most 2 entries.",
    ]);
  });
});
