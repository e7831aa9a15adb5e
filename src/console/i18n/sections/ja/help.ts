import type { HelpMessages } from "../help";

export const jaHelp: HelpMessages = {
  title: "キー操作とヘルプ",
  groups: {
    everywhere: "どこでも",
    inbox: "受信箱",
    session: "セッション",
    composer: "入力中",
  },
  none: "ここで使えるキーはありません。",
  or: "または",
  liveTitle: "ライブ入力",
  live: [
    "書いている間、区切りのついた単語から順に、モデルの返答のように相手へ届きます。",
    "届いた部分は印がつき、変更できません。ストリームは取り消せないためです。残りは自由に直せます。",
    "カーソルより後ろの文章は、カーソルが通り過ぎるまで送られません。",
    "文ごとに送ることも、送信するまで何も送らないこともできます。",
  ],
};
