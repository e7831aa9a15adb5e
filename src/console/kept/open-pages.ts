import type { OpenPages } from "./tab-storage";

const CHANNEL = "motive-proxy.pages";
/** A page that is open answers at once, also from behind; one that is busy is late by no more than this. */
const ANSWER_MS = 400;

type Word = { readonly ask: true } | { readonly page: string };

/** Asks the other pages of this browser who they are, and answers them. A channel works where locks do not, as on plain http. */
export function createOpenPages(page: string): OpenPages {
  const channel = openChannel();
  channel?.addEventListener("message", ({ data }: MessageEvent<Word>) => {
    if ("ask" in data) say(channel, { page });
  });
  return {
    findOpen: async (pages) => {
      const open = new Set<string>();
      if (channel === null) return open;
      const listening = new AbortController();
      await new Promise<void>((resolve) => {
        setTimeout(resolve, ANSWER_MS);
        const hear = ({ data }: MessageEvent<Word>): void => {
          if ("page" in data) open.add(data.page);
          if (pages.every((one) => open.has(one))) resolve();
        };
        channel.addEventListener("message", hear, { signal: listening.signal });
        say(channel, { ask: true });
      });
      listening.abort();
      return open;
    },
  };
}

function say(channel: BroadcastChannel, word: Word): void {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin
  channel.postMessage(word);
}

function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel(CHANNEL);
  } catch {
    // A page that may keep nothing has no other pages either.
    return null;
  }
}
