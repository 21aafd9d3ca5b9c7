import { Client } from "pg";
import type { LeaderLock, Lease } from "../../ports/index.ts";
import { LEADER_LANE } from "./fenced-transaction.ts";
import { endPatiently, PATIENCE } from "./patience.ts";

/** How often the holder makes sure that the server still hears it. */
const HEARTBEAT_MS = 5_000;

/** What the advisory lock of a lane is a hash of. */
export const leaderLockName = (chainKey: string, lane: string = LEADER_LANE): string =>
  lane === LEADER_LANE ? `carbonxchange keeper ${chainKey}` : `carbonxchange keeper ${chainKey} ${lane}`;

type LockOptions = {
  connectionString: string;
  chainKey: string;
  holder: string;
  /** The leader's where it is left out; another one is refused while the leader has one of `signers`. */
  lane?: string;
  /** Addresses in lower case that this process signs with. */
  signers?: readonly string[];
};

/**
 * Leadership by a session advisory lock on a connection of its own. The server frees the lock when that connection ends,
 * so a killed process never keeps it; a holder that the server no longer answers gives it up by itself. Each new leader of a
 * lane raises `keeper.lease.epoch`.
 */
export function createPostgresLeaderLock(options: LockOptions): LeaderLock {
  const { connectionString, chainKey, holder, lane = LEADER_LANE, signers = [] } = options;
  return {
    async tryAcquire() {
      const client = new Client({ ...PATIENCE, connectionString, application_name: `keeper ${lane} ${holder}` });
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
          [leaderLockName(chainKey, lane)],
        );
        if (answer.rows[0]?.locked !== true) return null;
        if (lane !== LEADER_LANE && (await leaderSignsWith(client, chainKey, signers))) return null;
        const lease = await client.query<{ epoch: string }>(
          `INSERT INTO keeper.lease (chain_key, lane, epoch, holder, signers) VALUES ($1, $3, 1, $2, $4)
           ON CONFLICT (chain_key, lane) DO UPDATE
             SET epoch = keeper.lease.epoch + 1, holder = $2, signers = $4, acquired_at = now()
           RETURNING epoch`,
          [chainKey, holder, lane, signers],
        );
        const epoch = lease.rows[0]?.epoch;
        if (epoch === undefined) return null;
        acquired = true;
        return leaseOn(client, BigInt(epoch), ended);
      } finally {
        if (!acquired) await endPatiently(client);
      }
    },
  };
}

/** What the leader has stored and not sent would stand in the way of anything else under the same signer. */
async function leaderSignsWith(client: Client, chainKey: string, signers: readonly string[]): Promise<boolean> {
  const shared = await client.query(
    "SELECT 1 FROM keeper.lease WHERE chain_key = $1 AND lane = $2 AND signers && $3::text[]",
    [chainKey, LEADER_LANE, signers],
  );
  return shared.rowCount !== 0;
}

function leaseOn(client: Client, epoch: bigint, ended: Promise<void>): Lease {
  let held = true;
  let giveUp: () => void = () => undefined;
  const unheard = new Promise<void>((resolve) => (giveUp = resolve));
  const heartbeat = setInterval(() => {
    client.query("SELECT 1").catch(giveUp);
  }, HEARTBEAT_MS);
  const lost = Promise.race([ended, unheard]).then(() => {
    held = false;
    clearInterval(heartbeat);
  });
  return {
    epoch,
    isHeld: () => held,
    ended: lost,
    release: async () => {
      held = false;
      clearInterval(heartbeat);
      await endPatiently(client);
    },
  };
}
