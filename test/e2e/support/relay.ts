import { connect, createServer, type Server, type Socket } from "node:net";
import { afterAll } from "vitest";

const RETRY_INTERVAL_MS = 50;

/**
 * What a supervisor that keeps the listening socket does for a server that is restarted: a client that connects meanwhile waits to
 * be accepted, instead of being refused. It passes bytes on and repeats none; a connection that is cut on one side is cut on the
 * other.
 */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(targetPort: number): Promise<Relay> {
    const server = createServer((client) => relay.#serve(relay.#keep(client), targetPort));
    const relay = new Relay(server);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    return relay;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The relay is closed.");
    return `http://127.0.0.1:${address.port}`;
  }

  close(): void {
    this.#server.close();
    this.cut();
  }

  /** Breaks every connection that goes through it, and takes new ones. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(client: Socket, targetPort: number): void {
    const target = this.#keep(connect({ port: targetPort, host: "127.0.0.1" }));
    let isConnected = false;
    target.once("connect", () => {
      isConnected = true;
      client.pipe(target).pipe(client);
      client.once("close", () => target.destroy());
    });
    target.once("close", () => {
      if (isConnected || client.destroyed) client.destroy();
      else setTimeout(() => this.#serve(client, targetPort), RETRY_INTERVAL_MS);
    });
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    // A close follows every error, and is what counts.
    socket.on("error", () => {});
    return socket;
  }
}

/** Relays for the tests of a file. */
export function useRelay(): (targetPort: number) => Promise<Relay> {
  const relays: Relay[] = [];
  afterAll(() => {
    for (const relay of relays) relay.close();
  });
  return async (targetPort) => {
    const relay = await Relay.open(targetPort);
    relays.push(relay);
    return relay;
  };
}
