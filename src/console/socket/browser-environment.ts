import type { SocketEnvironment } from "./reconnecting-socket";

/** A timer that fires this much late was asleep with the machine. */
const SLEEP_MS = 10_000;
const SLEEP_CHECK_MS = 15_000;

export const BROWSER_ENVIRONMENT: SocketEnvironment = {
  open: (path, { onOpen, onText, onClose }) => {
    const socket = new WebSocket(new URL(path, location.origin.replace(/^http/, "ws")));
    socket.addEventListener("open", onOpen);
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") onText(data);
    });
    socket.addEventListener("close", ({ code }) => onClose(code));
    return socket;
  },
  wait: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  isVisible: () => document.visibilityState === "visible",
  onWake: (run) => {
    const runIfVisible = (): void => {
      if (document.visibilityState === "visible") run();
    };
    let checkedAtMs = Date.now();
    const timer = setInterval(() => {
      const nowMs = Date.now();
      if (nowMs - checkedAtMs > SLEEP_CHECK_MS + SLEEP_MS) runIfVisible();
      checkedAtMs = nowMs;
    }, SLEEP_CHECK_MS);
    addEventListener("online", run);
    addEventListener("pageshow", runIfVisible);
    document.addEventListener("visibilitychange", runIfVisible);
    return () => {
      clearInterval(timer);
      removeEventListener("online", run);
      removeEventListener("pageshow", runIfVisible);
      document.removeEventListener("visibilitychange", runIfVisible);
    };
  },
};
