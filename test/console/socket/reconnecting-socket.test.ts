import { describe, expect, test } from "vitest";
import { reconnectDelayMs } from "../../../src/console/socket/reconnect-schedule";
import { createReconnectingSocket } from "../../../src/console/socket/reconnecting-socket";
import { FakeNetwork, settle } from "../support/fake-network";

const NORMAL_CLOSE = 1006;
const END = 4404;

function connect(network = new FakeNetwork(), answers = { mayRetry: true }) {
  const log: string[] = [];
  const socket = createReconnectingSocket(
    {
      path: "/sessions/oracle/socket",
      endCodes: [END],
      onOpen: () => log.push("open"),
      onText: (text) => log.push(`text ${text}`),
      onLost: () => log.push("lost"),
      onEnd: (code) => log.push(`end ${code}`),
      mayRetry: () => Promise.resolve(answers.mayRetry),
    },
    network,
  );
  return { network, socket, log, answers };
}

const plain = (): number => 0.5;

describe("the schedule of tries", () => {
  test("a page in front tries after half a second, and at most every two", () => {
    const delays = [0, 1, 2, 3, 50].map((attempt) => reconnectDelayMs(attempt, true, plain));
    expect(delays).toEqual([500, 1_000, 2_000, 2_000, 2_000]);
  });

  test("a hidden page tries less and less, down to every five minutes", () => {
    const delays = [0, 1, 8, 9, 5_000].map((attempt) => reconnectDelayMs(attempt, false, plain));
    expect(delays).toEqual([1_000, 2_000, 256_000, 300_000, 300_000]);
  });

  test("pages that lost their server together come back apart", () => {
    expect(reconnectDelayMs(0, true, () => 0)).toBe(375);
    expect(reconnectDelayMs(0, true, () => 0.999)).toBe(625);
  });
});

describe("a lost connection", () => {
  test("is made again, and what was sent meanwhile was not sent", () => {
    const { network, socket, log } = connect();
    network.newest.open();
    network.newest.close(NORMAL_CLOSE);
    expect(socket.send("draft")).toBe(false);
    network.pass(500);
    expect(network.connections).toHaveLength(2);
    network.newest.open();
    expect(socket.send('"draft"')).toBe(true);
    expect(network.newest.sent).toEqual(["draft"]);
    expect(log).toEqual(["open", "lost", "open"]);
  });

  test("is noticed where the server falls silent: a ping stays unanswered", () => {
    const { network, log } = connect();
    network.newest.open();
    network.pass(20_000);
    expect(network.newest.sent).toEqual(["ping"]);
    network.pass(5_000);
    expect(log).toEqual(["open", "lost"]);
    expect(network.newest.isClosedByPage).toBe(true);
  });

  test("is not assumed while pings are answered, also by any other message", () => {
    const { network, log } = connect();
    network.newest.open();
    network.pass(20_000);
    network.newest.sayText("pong");
    network.pass(20_000);
    network.newest.sayText('{"type":"presence"}');
    network.pass(20_000);
    network.newest.sayText("pong");
    expect(network.connections).toHaveLength(1);
    expect(log).toEqual(["open", 'text {"type":"presence"}']);
  });

  test("is tried again at once when the network is back or the page is looked at", () => {
    const { network } = connect();
    network.isPageVisible = false;
    for (let attempt = 0; attempt < 12; attempt += 1) {
      network.newest.close(NORMAL_CLOSE);
      network.pass(300_000);
    }
    network.newest.close(NORMAL_CLOSE);
    const count = network.connections.length;
    network.wake();
    expect(network.connections).toHaveLength(count + 1);
  });

  test("is found out at once when the machine wakes from its sleep", () => {
    const { network, log } = connect();
    network.newest.open();
    network.wake();
    expect(network.newest.sent).toEqual(["ping"]);
    network.pass(5_000);
    expect(log).toEqual(["open", "lost"]);
  });

  test("says nothing more: a late message or close of the old one is not the new one's", () => {
    const { network, socket, log } = connect();
    const old = network.newest;
    old.open();
    socket.reconnect();
    network.newest.open();
    old.sayText("late");
    old.close(END);
    expect(log).toEqual(["open", "lost", "open"]);
  });

  test("is given up where it does not open in ten seconds", () => {
    const { network, log } = connect();
    network.pass(10_000);
    expect(log).toEqual(["lost"]);
    network.pass(500);
    expect(network.connections).toHaveLength(2);
  });

  test("waits from the beginning again after the server has spoken", () => {
    const { network } = connect();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      network.newest.close(NORMAL_CLOSE);
      network.pass(2_500);
    }
    network.newest.open();
    network.newest.sayText("welcome");
    network.newest.close(NORMAL_CLOSE);
    const count = network.connections.length;
    network.pass(500);
    expect(network.connections).toHaveLength(count + 1);
  });
});

describe("the end", () => {
  test("comes with a code that says so, and nothing is tried any more", () => {
    const { network, log } = connect();
    network.newest.open();
    network.newest.close(END);
    network.wake();
    network.pass(600_000);
    expect(network.connections).toHaveLength(1);
    expect(log).toEqual(["open", "end 4404"]);
    expect(network.isListened).toBe(false);
  });

  test("comes where the server does not let the page in any more", async () => {
    const { network, log } = connect(new FakeNetwork(), { mayRetry: false });
    network.newest.close(NORMAL_CLOSE);
    await settle();
    network.pass(600_000);
    expect(network.connections).toHaveLength(1);
    expect(log).toEqual(["lost", "end null"]);
  });

  test("comes by the page's own wish without a word", () => {
    const { network, socket, log } = connect();
    network.newest.open();
    socket.close();
    network.newest.close(NORMAL_CLOSE);
    network.pass(600_000);
    expect(log).toEqual(["open"]);
    expect(socket.send("late")).toBe(false);
  });
});
