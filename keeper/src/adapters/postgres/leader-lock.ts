import { Client } from "pg";
import type { LeaderLock, Lease } from "../../ports/index.ts";

/** What the advisory lock is a hash of. */
export const leaderLockName = (chainKey: string): string => `carbonxchange keeper ${chainKey}`;

type LockOptions = { connectionString: string; chainKey: string; holder: string };

/**
 * Leadership by a session advisory lock on a connection of its own. The server frees the lock when that connection ends,
 * so a killed process never keeps it. Each new leader raises `keeper.lease.epoch`.
 */
export function createPostgresLeaderLock({ connectionString, chainKey, holder }: LockOptions): LeaderLock {
  return {
    async tryAcquire() {
      const client = new Client({ connectionString, keepAlive: true, application_name: `keeper leader ${holder}` });
      const ended = new Promise<void>((resolve) => {
        client.once("end", () => resolve());
        // more than one error may come; one without a listener would end the process
        client.on("error", () => resolve());
      });
      await client.connect();
      let acquired = false;
      try {
        const answer = await client.query<{ locked: boolean }>(
          "SELECT pg_try_advisory_lock(hashtextextended($1, 1)) AS locked",
          [leaderLockName(chainKey)],
        );
        if (answer.rows[0]?.locked !== true) return null;
        const lease = await client.query<{ epoch: string }>(
          `INSERT INTO keeper.lease (chain_key, epoch, holder) VALUES ($1, 1, $2)
           ON CONFLICT (chain_key) DO UPDATE SET epoch = keeper.lease.epoch + 1, holder = $2, acquired_at = now()
           RETURNING epoch`,
          [chainKey, holder],
        );
        const epoch = lease.rows[0]?.epoch;
        if (epoch === undefined) return null;
        acquired = true;
        return leaseOn(client, BigInt(epoch), ended);
      } finally {
        if (!acquired) await client.end();
      }
    },
  };
}

function leaseOn(client: Client, epoch: bigint, ended: Promise<void>): Lease {
  let held = true;
  const lost = ended.then(() => {
    held = false;
  });
  return {
    epoch,
    isHeld: () => held,
    ended: lost,
    release: async () => {
      held = false;
      await client.end();
    },
  };
}
