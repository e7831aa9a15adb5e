import { messages } from "../i18n/use-messages";
import { isSoundOn, notifications } from "../state/preferences";
import type { TurnNews } from "../inbox/announce-turns";
import { announce } from "./announcer";
import { navigate, sessionPath } from "./route";
import { playArrivalSound } from "./sound";

/** In this time the other tabs of the browser hear of the same arrival. */
const SHARED_MS = 2_000;
const PREVIEW_CHARS = 120;

export type NotificationAccess = "granted" | "denied" | "default" | "unavailable";

export function notificationAccess(): NotificationAccess {
  return "Notification" in globalThis && isSecureContext ? Notification.permission : "unavailable";
}

/** Asks the browser, which answers only to a click. */
export async function switchNotifications(isOn: boolean): Promise<NotificationAccess> {
  const access = notificationAccess();
  const granted = isOn && access === "default" ? await Notification.requestPermission() : access;
  notifications.value = isOn && granted === "granted";
  return granted;
}

/** Tells whoever is at this browser that somebody has begun to wait. */
export function notifyNews(news: readonly TurnNews[]): void {
  const [first] = news;
  if (first === undefined) return;
  const { one, several } = messages.peek().shell.news;
  announce(news.length === 1 ? one(first.sessionName) : several(news.length));
  const isFree = document.visibilityState === "hidden" || !document.hasFocus();
  void onceInBrowser(first, () => {
    if (isSoundOn.peek()) playArrivalSound();
    if (isFree && notifications.peek()) showNotification(first, news.length);
  });
}

/** Several tabs hear of it at once, and one speaks. Without locks, on plain http, each does. */
async function onceInBrowser({ sessionName, turnId }: TurnNews, run: () => void): Promise<void> {
  if (!("locks" in navigator)) {
    run();
    return;
  }
  const name = `motive-proxy.news:${sessionName}:${turnId}`;
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    run();
    await new Promise((resolve) => {
      setTimeout(resolve, SHARED_MS);
    });
  });
}

function showNotification({ sessionName, questionText }: TurnNews, count: number): void {
  if (notificationAccess() !== "granted") return;
  const { one, several } = messages.peek().shell.news;
  try {
    const notification = new Notification(count === 1 ? one(sessionName) : several(count), {
      body: questionText.slice(0, PREVIEW_CHARS),
      tag: `motive-proxy:${sessionName}`,
      lang: document.documentElement.lang,
      silent: true,
    });
    notification.addEventListener("click", () => {
      focus();
      navigate(sessionPath(sessionName));
      notification.close();
    });
  } catch {
    // Android knows notifications of service workers only; the title, the icon and the sound say it, too.
  }
}
