import { describe, expect, it } from "vitest";
import { MemoryBrowser, memoryStorage, type MemoryPage } from "./memory-browser";

const DAY_MS = 86_400_000;
const NAME = "draft oracle\nturn 1";

async function recovered(page: MemoryPage, isTaken = true): Promise<unknown> {
  let offered: unknown;
  await page.storage.recover(NAME, (value) => {
    offered = value;
    return isTaken;
  });
  return offered;
}

describe("what was typed in a tab", () => {
  it("is there until it is forgotten, after a reload too", async () => {
    const browser = new MemoryBrowser();
    const page = browser.open();
    expect(page.storage.write(NAME, { text: "one" })).toBe(true);
    const after = browser.reload(page);
    expect(after.storage.read(NAME)).toEqual({ text: "one" });
    expect(browser.store.length).toBe(1);
    after.storage.forget(NAME);
    expect(after.storage.read(NAME)).toBeUndefined();
    expect([browser.store.length, await recovered(browser.open())]).toEqual([0, undefined]);
  });

  it("is not overwritten by another tab at the same question, nor seen there", async () => {
    const browser = new MemoryBrowser();
    const [one, two] = [browser.open(), browser.open()];
    one.storage.write(NAME, "of one");
    expect([two.storage.read(NAME), await recovered(two)]).toEqual([undefined, undefined]);
    two.storage.write(NAME, "of two");
    expect(browser.reload(one).storage.read(NAME)).toBe("of one");
    expect(browser.reload(two).storage.read(NAME)).toBe("of two");
  });

  it("that is closed goes to the one that opens the question next, and to no other", async () => {
    const browser = new MemoryBrowser();
    const closed = browser.open();
    closed.storage.write(NAME, "unsent");
    closed.leave();
    const next = browser.open();
    expect(next.storage.read(NAME)).toBeUndefined();
    expect(await recovered(next)).toBe("unsent");
    expect(next.storage.read(NAME)).toBe("unsent");
    expect(await recovered(browser.open())).toBeUndefined();
  });

  it("stays where it is when nobody takes it, and never displaces what was typed since", async () => {
    const browser = new MemoryBrowser();
    const closed = browser.open();
    closed.storage.write(NAME, "unsent");
    closed.leave();
    const next = browser.open();
    expect(await recovered(next, false)).toBe("unsent");
    const recovering = recovered(next);
    next.storage.write(NAME, "newer");
    expect([await recovering, next.storage.read(NAME)]).toEqual([undefined, "newer"]);
    expect(await recovered(browser.open())).toBe("unsent");
  });

  it("of several that were closed comes back the newest first", async () => {
    const browser = new MemoryBrowser();
    for (const text of ["first", "second"]) {
      browser.nowMs += 1;
      const closed = browser.open();
      closed.storage.write(NAME, text);
      closed.leave();
    }
    expect(await recovered(browser.open())).toBe("second");
    expect(await recovered(browser.open())).toBe("first");
  });

  it("that the browser copied goes on in both, each with its own", () => {
    const browser = new MemoryBrowser();
    const original = browser.open();
    original.storage.write(NAME, "begun");
    const copy = browser.duplicate(original);
    original.storage.write(NAME, "begun, and on");
    expect(copy.storage.read(NAME)).toBe("begun");
    copy.storage.write(NAME, "begun otherwise");
    expect(browser.reload(original).storage.read(NAME)).toBe("begun, and on");
    expect(browser.reload(copy).storage.read(NAME)).toBe("begun otherwise");
  });

  it("for a request goes along when that becomes a turn, and takes nothing's place there", () => {
    const { storage } = new MemoryBrowser().open();
    storage.write("hold", "from the request");
    storage.move("hold", "turn");
    storage.write("hold", "another");
    storage.move("hold", "turn");
    expect([storage.read("hold"), storage.read("turn")]).toEqual(["another", "from the request"]);
  });
});

describe("the room in a browser", () => {
  it("is given back in the end by what nobody came for, and nothing of others is touched", async () => {
    const browser = new MemoryBrowser();
    browser.store.setItem("someone-else", "kept");
    browser.store.setItem("motive-proxy.typed.broken", "{");
    const page = browser.open();
    page.storage.write(NAME, "old");
    page.leave();
    browser.nowMs = 6 * DAY_MS;
    expect(await recovered(browser.open(), false)).toBe("old");
    browser.nowMs = 8 * DAY_MS;
    expect(await recovered(browser.open())).toBeUndefined();
    expect([browser.store.length, browser.store.getItem("someone-else")]).toEqual([1, "kept"]);
  });

  it("is taken by a hundred questions at most, the newest", () => {
    const browser = new MemoryBrowser();
    const { storage } = browser.open();
    for (browser.nowMs = 1; browser.nowMs <= 120; browser.nowMs += 1)
      storage.write(`question ${browser.nowMs}`, browser.nowMs);
    expect(browser.store.length).toBe(100);
    expect(browser.store.key(0)).toContain("question 21");
  });

  it("is made for what is typed now, at the cost of the oldest", () => {
    const browser = new MemoryBrowser(memoryStorage(200));
    const { storage, tab } = browser.open();
    for (browser.nowMs = 1; browser.nowMs <= 4; browser.nowMs += 1)
      expect(storage.write(`question ${browser.nowMs}`, "x".repeat(40))).toBe(true);
    expect(browser.store.length).toBe(2);
    expect(tab.length).toBe(4);
  });

  it("that is not there is told, and nothing else breaks", () => {
    const { storage } = new MemoryBrowser(memoryStorage(0)).open(memoryStorage(0));
    expect(storage.write(NAME, "text")).toBe(false);
    expect(storage.read(NAME)).toBeUndefined();
  });

  it("is not read where another wrote there", () => {
    const page = new MemoryBrowser().open();
    for (const source of ["{", "null", "7", '{"page":1}', '{"page":"a","atMs":"1"}']) {
      page.tab.setItem(`motive-proxy.typed.${NAME}`, source);
      expect(page.storage.read(NAME)).toBeUndefined();
    }
  });
});
