import type { ServerOptions } from "./server.ts";

/** What the test processes and the process of the servers that they share tell each other: one JSON text each way. */

export type BrokerRequest =
  | { readonly kind: "use"; readonly options: ServerOptions }
  /** Ends all servers, so that the next ones run the sources as they are then. */
  | { readonly kind: "end" };

export interface BrokerAnswer {
  readonly place?: SharedServerPlace;
  readonly problem?: string;
}

/** Where a server is found that runs in another process. */
export interface SharedServerPlace {
  readonly url: string;
  readonly port: number;
  readonly stateDirectory: string;
  /** Everything that it writes is added to it. */
  readonly outputFile: string;
}
