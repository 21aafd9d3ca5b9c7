-- Lanes of standbys, bundles, what a transaction may cost, and what the safety limits are counted from.

-- A lane is whose epoch fences a row: 'leader', or 'standby/<signer>' of a process that acts while the leader does not.
ALTER TABLE keeper.lease ADD COLUMN lane text NOT NULL DEFAULT 'leader';
-- What the holder signs with: a standby needs signers of its own.
ALTER TABLE keeper.lease ADD COLUMN signers text[] NOT NULL DEFAULT '{}';
ALTER TABLE keeper.lease DROP CONSTRAINT lease_pkey;
ALTER TABLE keeper.lease ADD PRIMARY KEY (chain_key, lane);

ALTER TABLE keeper.work ADD COLUMN lane text NOT NULL DEFAULT 'leader';
ALTER TABLE keeper.work DROP CONSTRAINT work_pkey;
ALTER TABLE keeper.work ADD PRIMARY KEY (chain_key, lane, work_id);

ALTER TABLE keeper.transactions ADD COLUMN lane text NOT NULL DEFAULT 'leader';
-- Which call of a bundle each work id belongs to; empty for a transaction of one call.
ALTER TABLE keeper.transactions ADD COLUMN work_calls integer[] NOT NULL DEFAULT '{}';
-- What it may cost at most, wei; null: only the gas price is bounded.
ALTER TABLE keeper.transactions ADD COLUMN max_cost numeric;
ALTER TABLE keeper.transactions ADD COLUMN mined_ms bigint;
UPDATE keeper.transactions SET mined_ms = created_ms WHERE mined_hash IS NOT NULL;
CREATE INDEX transactions_mined ON keeper.transactions (chain_key, mined_ms) WHERE mined_ms IS NOT NULL;

ALTER TABLE keeper.transactions DROP CONSTRAINT transactions_job_check;
ALTER TABLE keeper.transactions ADD CONSTRAINT transactions_job_check CHECK (
  job IN (
    'uncross', 'reopen', 'checkAndHalt', 'fireStops', 'crank', 'executeSlice', 'prune', 'trail', 'pruneConditionals',
    'bundle'
  )
);

-- What people tell all keepers of a chain. No row: nothing.
CREATE TABLE keeper.controls (
  chain_key text PRIMARY KEY,
  stopped   boolean NOT NULL DEFAULT false,
  reason    text NOT NULL DEFAULT '',
  -- What was spent and reverted before this moment (unix milliseconds) no longer counts.
  reset_ms  bigint NOT NULL DEFAULT 0
);
