-- The jobs beside matching and pruning.

ALTER TABLE keeper.transactions DROP CONSTRAINT transactions_job_check;
ALTER TABLE keeper.transactions ADD CONSTRAINT transactions_job_check CHECK (
  job IN (
    'uncross', 'reopen', 'checkAndHalt', 'fireStops', 'crank', 'executeSlice', 'prune', 'trail', 'pruneConditionals'
  )
);
