/**
 * Leadership with a fencing number. `epoch` grows with every change of leader; a write that carries an older epoch than
 * the newest one is refused by the outbox.
 */
export type Lease = {
  epoch: bigint;
  /** False as soon as the lock's connection is gone. */
  isHeld(): boolean;
  /** Resolves when the lease is lost or released. */
  ended: Promise<void>;
  release(): Promise<void>;
};

export type LeaderLock = {
  /** Null while another process leads. */
  tryAcquire(): Promise<Lease | null>;
};
