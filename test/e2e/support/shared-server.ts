import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import type { BrokerAnswer, BrokerRequest, SharedServerPlace } from "./broker-messages.ts";
import type { ServerOptions } from "./server.ts";

/** A server that several files use at the same time, so none of them can stop it. */
export class SharedServer {
  readonly url: string;
  readonly port: number;
  readonly stateDirectory: string;
  readonly #outputFile: string;

  constructor({ url, port, stateDirectory, outputFile }: SharedServerPlace) {
    this.url = url;
    this.port = port;
    this.stateDirectory = stateDirectory;
    this.#outputFile = outputFile;
  }

  /** Everything that it wrote so far, for whichever file. */
  get output(): string {
    return readFileSync(this.#outputFile, "utf8");
  }
}

/** The server with these options, which is started where there is none yet. */
export async function useSharedServer(
  brokerSocket: string,
  options: ServerOptions,
): Promise<SharedServer> {
  const { place, problem } = await askBroker(brokerSocket, { kind: "use", options });
  if (place === undefined) throw new Error(problem);
  return new SharedServer(place);
}

export async function askBroker(socketPath: string, request: BrokerRequest): Promise<BrokerAnswer> {
  const socket = connect(socketPath);
  socket.end(JSON.stringify(request));
  return JSON.parse(await text(socket)) as BrokerAnswer;
}
