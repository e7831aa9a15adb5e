import type { ShellMessages } from "../shell";

export const jaShell: ShellMessages = {
  product: "MotiveProxy",
  skipToContent: "本文へ移動",
  close: "閉じる",
  cancel: "キャンセル",
  dismiss: "閉じる",
  retry: "再試行",
  copy: "コピー",
  copied: "コピーしました",
  copyFailed: "ブラウザーがコピーを許可しませんでした。選択してコピーしてください。",
  back: "戻る",
  help: "ヘルプとキー操作",
  settings: "設定",
  toInbox: "受信箱へ",
  loading: "読み込み中…",
  viewFailed:
    "この画面を読み込めませんでした。接続が切れているか、サーバーが更新された可能性があります。",
  connection: {
    connecting: "接続中…",
    online: "接続済み",
    offline: "再接続中…",
    offlineNote:
      "サーバーに接続できません。表示中の内容はそのまま読めます。入力も続けられます。入力した内容は保存され、接続が戻ると続きから送られます。",
    backOnline: "接続が戻りました。",
  },
  ended: {
    "access-ended": {
      title: "サインアウトしました",
      text: "サインインの期限が切れたか、招待が取り消されました。入力した内容はこのブラウザーに残っています。",
    },
    "session-deleted": {
      title: "このセッションは削除されました",
      text: "表示している間に、ほかの人が削除しました。入力した内容はこのブラウザーに残っています。",
    },
    outdated: {
      title: "新しいコンソールがあります",
      text: "サーバーが更新されました。続けるにはページを再読み込みしてください。入力した内容は残ります。",
    },
    "bad-message": {
      title: "サーバーがこのページを理解できませんでした",
      text: "続けるにはページを再読み込みしてください。入力した内容は残ります。",
    },
    superseded: {
      title: "別のタブでコンソールを開いています",
      text: "操作は別のタブに移りました。このタブでは、別のオペレーターとして続けられます。",
    },
  },
  endedActions: { reload: "再読み込み", signIn: "サインイン", goOnHere: "このタブで続ける" },
  name: {
    label: "あなたの名前",
    hint: "ほかのオペレーターに表示されます。呼び出し元には伝わりません。",
  },
  language: "言語",
  languageAuto: (language) => `ブラウザーに合わせる（${language}）`,
  theme: "テーマ",
  themes: { auto: "システムに合わせる", light: "ライト", dark: "ダーク" },
  sound: "通知音",
  soundHint: "返答待ちが始まると、短い音が鳴ります。",
  singleKeys: "単独のキー操作",
  singleKeysHint:
    "修飾キーなしの一文字で動く操作です。誤って押す場合や音声入力を使う場合はオフにしてください。",
  notifications: "通知",
  notificationsHint: "このページが前面にないとき、返答待ちをブラウザーの外に表示します。",
  notificationsDenied:
    "このページの通知はブラウザーにブロックされています。サイトの設定で許可してください。",
  notificationsUnavailable: "ここでは通知を使えません。通知にはhttpsが必要です。",
  account: {
    admin: "キーでサインイン中",
    operator: (label) => `招待：${label}`,
    openLocal: "このマシンで公開中（キーなし）",
    signOut: "サインアウト",
    signOutFailed:
      "サインアウトできませんでした。サーバーに接続できるときに、もう一度お試しください。",
    expires: (time) => `${time}まで`,
  },
  signIn: {
    title: "サインイン",
    intro: "セッションに返答するには、サーバーのキーを入力してください。",
    key: "キー",
    keyHint: "MOTIVE_PROXY_API_KEYの値、または招待のトークンです。",
    showKey: "キーを表示",
    submit: "サインイン",
    submitting: "サインイン中…",
    empty: "キーを入力してください。",
    wrong: "キーが正しくありません。文字が欠けていないか確認して、もう一度お試しください。",
    tooMany: "誤ったキーが続きました。1分ほど待ってから、もう一度お試しください。",
    unreachable: "サーバーに接続できません。接続を確認して、もう一度お試しください。",
    noConsole: "この招待はプログラム用です。コンソールは開けません。",
    invited: "この招待は回答者用です。招待のリンクを開いて返答してください。",
    failed: (detail) => `サインインできませんでした：${detail}`,
  },
  unreachable: {
    title: "サーバーに接続できません",
    text: "接続できるようになると、自動で再開します。",
  },
  closed: {
    title: "このサーバーは閉じています",
    text: "キーが設定されていないため、外部からは利用できません。サーバーにMOTIVE_PROXY_API_KEYを設定してください。",
  },
  unknownPage: {
    title: "ページが見つかりません",
    text: (path) => `${path}には何もありません。リンクが途中で切れている可能性があります。`,
  },
  crash: {
    title: "ページに問題が発生しました",
    text: "コンソールの不具合です。何も送信されていません。入力した内容はこのブラウザーに残っています。",
    details: "報告用の詳細",
    again: "やり直す",
    reload: "ページを再読み込み",
  },
  responderKinds: {
    partner: "パートナー",
    operator: "オペレーター",
    copilot: "コパイロット",
    script: "スクリプト",
    replay: "リプレイ",
  },
  news: {
    one: (sessionName) => `${sessionName}が返答を待っています。`,
    several: (count) => `${count}件の質問が返答を待っています。`,
  },
  shortcuts: {
    help: "このヘルプを表示",
    search: "セッションを検索",
    inbox: "受信箱へ",
    openByName: "名前を指定してセッションを開く",
  },
};
