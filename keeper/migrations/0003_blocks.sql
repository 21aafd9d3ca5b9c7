-- What the keeper follows by itself: its newest blocks, the last of which is the cursor, and order ids from their logs.

CREATE TABLE keeper.blocks (
  chain_key   text NOT NULL,
  number      bigint NOT NULL CHECK (number >= 0),
  hash        text NOT NULL,
  parent_hash text NOT NULL,
  PRIMARY KEY (chain_key, number)
);

-- due_at in unix seconds: expiry, or start of an order for slices; zero for none. An end is kept until it is too deep to be
-- orphaned, because a reorganisation may take it back.
CREATE TABLE keeper.hints (
  chain_key   text NOT NULL,
  order_id    numeric NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('ORDER', 'CONDITIONAL', 'PARENT', 'ICEBERG')),
  due_at      bigint NOT NULL CHECK (due_at >= 0),
  trails      boolean NOT NULL,
  born_block  bigint NOT NULL,
  born_hash   text NOT NULL,
  ended_block bigint,
  ended_hash  text,
  PRIMARY KEY (chain_key, order_id),
  CHECK ((ended_block IS NULL) = (ended_hash IS NULL))
);
CREATE INDEX hints_due ON keeper.hints (chain_key, kind, due_at, order_id) WHERE ended_block IS NULL;
CREATE INDEX hints_born ON keeper.hints (chain_key, born_block);
CREATE INDEX hints_ended ON keeper.hints (chain_key, ended_block) WHERE ended_block IS NOT NULL;
