import type { FaultsMessages } from "../faults";

export const jaFaults: FaultsMessages = {
  refused: {
    claimed: "このターンはほかの人が担当しています。入力した内容は残っています。",
    "already-answered": "このターンはすでに返答済みです。入力した内容は残っています。",
    "no-such-turn": "このターンは終わりました。入力した内容は残っています。",
    "reply-rejected": "呼び出し元の条件に合っていません。",
    "differs-from-draft": "返答は、すでに届いた文章で始まる必要があります。",
    "no-draft": "この返答はまとめてしか送れません。",
    gap: "前の部分が届いていません。",
    "no-such-operator": "その担当者はもういません。",
    "not-allowed": "ここでは見ることしかできません。",
  },
  detail: "サーバーからの説明：",
  network: "サーバーに接続できません。オンラインになったら、もう一度お試しください。",
  unknown: (status) => `サーバーに断られました（ステータス${status}）。`,
};
