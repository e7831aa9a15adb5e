import type { Turn } from "./clients.ts";

const CODE = `function fold(xs, f, init) {
\tlet value = init;   \t
\tfor (const x of xs) value = f(value, x); // "quotes", \\backslashes\\ and \${templates}
\treturn value;
}
`;

/** More than the 64 KiB in which a response goes out at once. */
const LONG_TEXT = Array.from(
  { length: 1_250 },
  (_, line) => `${line}: the quick brown fox — 速い茶色の狐 🦊\n`,
).join("");

/** Texts that something on the way could change: each must arrive byte for byte. Twenty of them. */
const TEXTS: readonly string[] = [
  "A plain question of a usual length, with an answer to come?",
  CODE,
  "門番の方、こんばんは。門を開けていただけますか?  \n\n　全角の空白で終わる　",
  "👩‍👩‍👧‍👦 🇯🇵 👍🏽 ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 and a lone ✓",
  "   blanks before and after, and tabs\t\t  \t",
  "ok",
  "ok",
  "\r\nWindows lines\r\nold Mac lines\rand Unix lines\n\n\n",
  "cafe\u0301 is not café here; neither is \u212B the letter Å",
  LONG_TEXT,
  "data: [DONE]\n\ndata: {}\n\n: keepalive\n\nevent: ping\n\nid: 1\nretry: 1\n\n",
  '{"role":"assistant","content":"\\u0000 and \\"quotes\\""}',
  "<think>not a thought</think> & <b>not bold</b> &amp; %20 \\u00e9",
  "/roll d20",
  "\u0000\u0001\u0007\u001b[31m\u007f\u0085\u2028\u2029\ufeff\ufffe",
  "$NAME ${NAME} $(NAME) `NAME` %NAME% {{NAME}} {NAME}",
  "-".repeat(4_096),
  "\ud83e\udd8a split by a naive cut \ud83e\udd8a",
  "| a | b |\n|---|---|\n| 1 | 2 |\n\n```ts\nlet x = 1;\n```\n",
  "See you, and thanks!\n",
];

/** Twenty turns. The replies are the same texts in another order, so that both ends say the same things at different times. */
export function hostileTurns(): Turn[] {
  return TEXTS.map((prompt, index) => ({
    prompt,
    reply: TEXTS[(index * 7 + 3) % TEXTS.length] ?? "",
    // Long enough for headers and heartbeats to go out before the reply in some turns, and not in others.
    ...(index % 5 === 1 ? { thinksMs: 150 } : {}),
  }));
}
