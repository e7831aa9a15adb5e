import type { Messages } from "./messages";
import { jaAnswer } from "./sections/ja/answer";
import { jaComposer } from "./sections/ja/composer";
import { jaFaults } from "./sections/ja/faults";
import { jaHelp } from "./sections/ja/help";
import { jaInbox } from "./sections/ja/inbox";
import { jaInvite } from "./sections/ja/invite";
import { jaJoin } from "./sections/ja/join";
import { jaSession } from "./sections/ja/session";
import { jaShell } from "./sections/ja/shell";
import { jaTemplates } from "./sections/ja/templates";

export const ja = {
  wait: {
    days: (days, hours) => `${days}日${hours}時間`,
  },
  form: {
    types: {
      array: "リスト",
      boolean: "はい／いいえ",
      integer: "整数",
      null: "なし",
      number: "数値",
      object: "項目の組",
      string: "テキスト",
    },
    shape: (number) => `形式${number}`,
    nothing: "なし",
    rawReasons: {
      open: "スキーマに指定がないため、JSONで入力してください。",
      misfit: "スキーマと合わない値のため、JSONで表示しています。",
      "too-deep": "入れ子が深すぎるため、JSONで入力してください。",
      chosen: "JSONで入力中です。",
    },
    rowPolicies: {
      invited: "項目を追加",
      tolerated: "スキーマにない項目を追加",
      forbidden: "ほかの項目は追加できません。",
    },
    showFormProblems: {
      "not-json": "まだ正しいJSONではありません。",
      "inexact-number":
        "桁数が多すぎる数値があり、フォームでは扱えません。JSONのままにしてください。",
    },
    unchecked: "スキーマ自体に誤りがあるため、確認できません。",
    faults: {
      writing: {
        "not-json": "正しいJSONではありません。",
        "not-a-number": "数値ではありません。",
        "key-missing": "項目名を入力してください。",
        "key-twice": "同じ名前の項目があります。",
      },
      limits: {
        minimum: (limit) => `${limit}以上にしてください。`,
        maximum: (limit) => `${limit}以下にしてください。`,
        exclusiveMinimum: (limit) => `${limit}より大きくしてください。`,
        exclusiveMaximum: (limit) => `${limit}より小さくしてください。`,
        multipleOf: (limit) => `${limit}の倍数にしてください。`,
        minLength: (limit) => `${limit}文字以上にしてください。`,
        maxLength: (limit) => `${limit}文字以内にしてください。`,
        minItems: (limit) => `${limit}件以上にしてください。`,
        maxItems: (limit) => `${limit}件以内にしてください。`,
        minProperties: (limit) => `項目を${limit}個以上にしてください。`,
        maxProperties: (limit) => `項目を${limit}個以内にしてください。`,
      },
      required: "必須です。",
      type: (types) => `次の種類にしてください：${types}`,
      enum: (options) => `次のどれかにしてください：${options}`,
      const: (value) => `${value}にしてください。`,
      pattern: (pattern) => `パターン${pattern}に合わせてください。`,
      format: (format) => `「${format}」の書式にしてください。`,
      uniqueItems: "同じ値は一度しか使えません。",
      noVariant: "どの形式にも合いません。",
      severalVariants: "複数の形式に当てはまります。一つだけに合わせてください。",
      notAllowed: "ここでは使えません。",
      other: (keyword) => `スキーマの「${keyword}」の条件に合いません。`,
      unknown: "スキーマに合いません。",
    },
  },
  compose: {
    refusals: {
      composing: "先に変換を確定してください。",
      "not-mine": "このターンはほかの人が担当しています。",
      "already-sent": "返答は送信済みです。",
    },
    unknownPlaceholders: (_count, names) => `値のないプレースホルダーがあります：${names}`,
  },
  keys: {
    names: {
      Enter: "Enter",
      Escape: "Esc",
      Space: "スペース",
      Tab: "Tab",
      Backspace: "Backspace",
      Delete: "Delete",
      Home: "Home",
      End: "End",
      PageUp: "Page Up",
      PageDown: "Page Down",
      ArrowUp: "↑",
      ArrowDown: "↓",
      ArrowLeft: "←",
      ArrowRight: "→",
    },
    problems: {
      noKey: "修飾キー以外のキーも押してください。",
      needsModifier: "そのままでは文字が入力されるため、CtrlかAltを加えてください。",
      unknownKey: (key) => `「${key}」というキーはありません。`,
    },
    reserved: (binding) => `${binding}はコンソールかブラウザーが使っています。`,
    taken: (template) => `このキーはテンプレート「${template}」に割り当て済みです。`,
  },
  answer: jaAnswer,
  composer: jaComposer,
  faults: jaFaults,
  help: jaHelp,
  inbox: jaInbox,
  invite: jaInvite,
  join: jaJoin,
  session: jaSession,
  shell: jaShell,
  templates: jaTemplates,
} satisfies Messages;
