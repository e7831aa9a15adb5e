/** Every limit that is not a setting. Each has a unit in its name and the reason for its size. */
export const LIMITS = {
  /** The pairing rules' limit for a session's name. */
  sessionNameCharsMax: 256,
  /** Deep enough for any tool schema seen; far below the engine's stack. */
  jsonDepthMax: 128,
  /** A Durable Object's rows and values end at 2 MB; chunks leave room for the row's other columns. */
  rowBytesMax: 1_900_000,
  /** One message of a request, so that a session's store cannot be filled by one part. */
  messageBytesMax: 8 * 1024 * 1024,
  messagesPerRequestMax: 10_000,
  toolsPerRequestMax: 512,
  /** Holds of one session, attached or parked: twice the open turns that anyone needs, and the listener. */
  holdsMax: 512,
  /** The runtime allows 32,768 sockets; this keeps a session's wake-up short. */
  legsMax: 1_024,
  /** Pages that have one session open: a team, and its players' tabs. Each of them is told of every change. */
  operatorSocketsMax: 64,
  /** Of these, one invitation's: its guest's tabs and devices, but not everybody's places. */
  operatorSocketsOfInviteMax: 16,
  /**
   * A console's page pings every 20 s, and one in the background once a minute, as often as browsers let it. Whoever is silent for longer
   * than two such minutes has gone without a close, or sleeps.
   */
  consoleSilenceMaxMs: 150_000,
} as const;
