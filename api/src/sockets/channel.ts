import type { SocketMessage } from "@carbonxchange/sdk";

/** A message about one market: a snapshot or a delta. */
export type ChannelMessage = Extract<SocketMessage, { type: "snapshot" | "delta" }>;

/**
 * The numbered state of one channel of one market. `refresh` reads the tables again and gives what subscribers must hear:
 * a delta, a snapshot with a new epoch when the numbering cannot go on, or nothing.
 */
export type Channel = {
  refresh(options: { reset: boolean }): Promise<ChannelMessage | null>;
  snapshot(): ChannelMessage;
};
