-- The keeper's own record: who leads, which work is under way, and every signed transaction before it is sent.
-- chain_key = chain id and genesis hash, so that a restarted local chain starts with a clean slate.

CREATE TABLE keeper.lease (
  chain_key   text PRIMARY KEY,
  epoch       bigint NOT NULL CHECK (epoch > 0),
  holder      text NOT NULL,
  acquired_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE keeper.transactions (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  chain_key      text NOT NULL,
  signer         text NOT NULL CHECK (signer = lower(signer)),
  nonce          bigint NOT NULL CHECK (nonce >= 0),
  job            text NOT NULL CHECK (job IN ('crank', 'prune')),
  to_address     text NOT NULL,
  data           text NOT NULL,
  gas            bigint NOT NULL CHECK (gas > 0),
  work_ids       text[] NOT NULL,
  resources      text[] NOT NULL,
  state          text NOT NULL CHECK (state IN ('SIGNED', 'SUBMITTED', 'MINED', 'CONFIRMED', 'SUPERSEDED')),
  epoch          bigint NOT NULL,
  first_block    bigint NOT NULL,
  deadline_block bigint NOT NULL,
  created_ms     bigint NOT NULL,
  mined_hash     text,
  mined_block    bigint,
  mined_success  boolean,
  gas_used       numeric,
  gas_price      numeric,
  CHECK ((state IN ('MINED', 'CONFIRMED')) = (mined_hash IS NOT NULL))
);

-- One live transaction per nonce: the rule that makes a nonce gap or a double spend of it impossible.
CREATE UNIQUE INDEX transactions_nonce ON keeper.transactions (chain_key, signer, nonce) WHERE state <> 'SUPERSEDED';
CREATE INDEX transactions_open ON keeper.transactions (chain_key) WHERE state IN ('SIGNED', 'SUBMITTED', 'MINED');

CREATE TABLE keeper.broadcasts (
  hash                     text PRIMARY KEY,
  position                 bigint GENERATED ALWAYS AS IDENTITY,
  transaction_id           bigint NOT NULL REFERENCES keeper.transactions (id),
  raw                      text NOT NULL,
  kind                     text NOT NULL CHECK (kind IN ('FIRST', 'BUMP', 'CANCEL')),
  max_fee_per_gas          numeric NOT NULL,
  max_priority_fee_per_gas numeric NOT NULL,
  block                    bigint NOT NULL,
  accepted                 boolean NOT NULL DEFAULT false
);
CREATE INDEX broadcasts_transaction ON keeper.broadcasts (transaction_id, position);

CREATE TABLE keeper.work (
  chain_key        text NOT NULL,
  work_id          text NOT NULL,
  state            text NOT NULL CHECK (state IN ('IN_FLIGHT', 'SETTLED', 'WAITING', 'DROPPED')),
  generation       integer NOT NULL CHECK (generation >= 0),
  attempts         integer NOT NULL DEFAULT 0,
  not_before_block bigint NOT NULL DEFAULT 0,
  not_before_ms    bigint NOT NULL DEFAULT 0,
  settled_block    bigint,
  transaction_id   bigint REFERENCES keeper.transactions (id),
  last_error       text,
  PRIMARY KEY (chain_key, work_id)
);
