import { splitGraphemes } from "../../core/segment-text";

/** One or two characters that stand for a name: the first of the first and the last word; of one word the first two letters. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter(Boolean)
    .map((word) => splitGraphemes(word));
  const [one = "", two = ""] = words[0] ?? [];
  const last = words.length > 1 ? words.at(-1)?.[0] : undefined;
  // A character of a script without letters says enough alone.
  const second = last ?? (/^\p{Script=Latin}/u.test(one) ? two : "");
  return (one + second).toLocaleUpperCase();
}
