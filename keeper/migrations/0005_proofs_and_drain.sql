-- Anchors of the audit log and snapshots of where every credit is; an operator's request to take no new work.

ALTER TABLE keeper.transactions DROP CONSTRAINT transactions_job_check;
ALTER TABLE keeper.transactions ADD CONSTRAINT transactions_job_check CHECK (
  job IN (
    'uncross', 'reopen', 'checkAndHalt', 'fireStops', 'crank', 'executeSlice', 'prune', 'trail', 'pruneConditionals',
    'bundle', 'anchor', 'post'
  )
);

CREATE TABLE keeper.drain (
  chain_key    text PRIMARY KEY,
  requested_by text NOT NULL,
  since        timestamptz NOT NULL DEFAULT now()
);
