-- Written by indexer/scripts/write-schema-sql.ts from ponder.schema.ts. Do not edit.

CREATE SCHEMA carbon;

CREATE TABLE carbon.assets (
  id integer PRIMARY KEY,
  token text NOT NULL,
  is_credit boolean NOT NULL,
  batch_id numeric(78),
  block numeric(78) NOT NULL
);
CREATE INDEX ON carbon.assets (batch_id);

CREATE TABLE carbon.auctions (
  id text PRIMARY KEY,
  market_id integer NOT NULL,
  phase text NOT NULL,
  opened_at bigint NOT NULL,
  ends_at bigint,
  price_ticks integer,
  traded_lots numeric(78) NOT NULL,
  closed_at bigint,
  block numeric(78) NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.auctions (market_id, opened_at);

CREATE TABLE carbon.balances (
  account text NOT NULL,
  batch_id numeric(78) NOT NULL,
  units numeric(78) NOT NULL,
  block numeric(78) NOT NULL,
  PRIMARY KEY (account, batch_id)
);
CREATE INDEX ON carbon.balances (batch_id);

CREATE TABLE carbon.batch_events (
  id text PRIMARY KEY,
  batch_id numeric(78) NOT NULL,
  kind text NOT NULL,
  units numeric(78) NOT NULL,
  from_account text,
  to_account text,
  reference text,
  timestamp bigint NOT NULL,
  block numeric(78) NOT NULL,
  log_index integer NOT NULL,
  part integer NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.batch_events (batch_id, block, log_index, part);

CREATE TABLE carbon.batch_supplies (
  batch_id numeric(78) PRIMARY KEY,
  circulating_units numeric(78) NOT NULL,
  escrowed_units numeric(78) NOT NULL,
  block numeric(78) NOT NULL
);

CREATE TABLE carbon.batches (
  id numeric(78) PRIMARY KEY,
  project_id numeric(78) NOT NULL,
  proposal_id numeric(78) NOT NULL,
  recipient text NOT NULL,
  serial_namespace text NOT NULL,
  block_start numeric(78) NOT NULL,
  block_end numeric(78) NOT NULL,
  vintage_start bigint NOT NULL,
  vintage_end bigint NOT NULL,
  issued_at bigint NOT NULL,
  issued_units numeric(78) NOT NULL,
  retired_units numeric(78) NOT NULL,
  cancelled_units numeric(78) NOT NULL,
  block numeric(78) NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.batches (project_id);

CREATE TABLE carbon.breaker_trips (
  id text PRIMARY KEY,
  market_id integer NOT NULL,
  price_ticks integer NOT NULL,
  low_ticks integer NOT NULL,
  high_ticks integer NOT NULL,
  timestamp bigint NOT NULL,
  block numeric(78) NOT NULL,
  log_index integer NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.breaker_trips (market_id, timestamp);

CREATE TABLE carbon.candles (
  market_id integer NOT NULL,
  interval text NOT NULL,
  start bigint NOT NULL,
  open_ticks integer NOT NULL,
  high_ticks integer NOT NULL,
  low_ticks integer NOT NULL,
  close_ticks integer NOT NULL,
  volume_lots numeric(78) NOT NULL,
  volume_notional numeric(78) NOT NULL,
  trades integer NOT NULL,
  PRIMARY KEY (market_id, interval, start)
);

CREATE TABLE carbon.certificates (
  id numeric(78) PRIMARY KEY,
  owner text NOT NULL,
  locked boolean NOT NULL,
  minted_at bigint NOT NULL,
  block numeric(78) NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.certificates (owner);

CREATE TABLE carbon.conditionals (
  id numeric(78) PRIMARY KEY,
  market_id integer NOT NULL,
  owner text NOT NULL,
  side text NOT NULL,
  kind text NOT NULL,
  self_trade text NOT NULL,
  lots numeric(78) NOT NULL,
  limit_ticks integer NOT NULL,
  limit_above_ticks integer NOT NULL,
  trigger_above_ticks integer,
  trigger_below_ticks integer,
  trail_ticks integer,
  expiry bigint,
  fee_pips integer NOT NULL,
  keeper_fee numeric(78) NOT NULL,
  client_id numeric(78) NOT NULL,
  status text NOT NULL,
  deferred_id numeric(78),
  fired_at bigint,
  placed_at bigint NOT NULL,
  block numeric(78) NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.conditionals (owner, placed_at, id);
CREATE INDEX ON carbon.conditionals (market_id, status);
CREATE INDEX ON carbon.conditionals (status, expiry);

CREATE TABLE carbon.consistency_faults (
  id text PRIMARY KEY,
  kind text NOT NULL,
  subject text NOT NULL,
  expected text NOT NULL,
  actual text NOT NULL,
  block numeric(78) NOT NULL,
  log_index integer NOT NULL,
  tx_hash text NOT NULL
);

CREATE TABLE carbon.dead_men (
  account text PRIMARY KEY,
  until bigint NOT NULL,
  block numeric(78) NOT NULL
);

CREATE TABLE carbon.eligibilities (
  account text PRIMARY KEY,
  tier integer NOT NULL,
  country text,
  expires_at bigint NOT NULL,
  frozen boolean NOT NULL,
  attestation_id text NOT NULL,
  block numeric(78) NOT NULL
);

CREATE TABLE carbon.fee_balances (
  asset integer PRIMARY KEY,
  collected numeric(78) NOT NULL,
  paid_out numeric(78) NOT NULL,
  block numeric(78) NOT NULL
);

CREATE TABLE carbon.fee_tiers (
  market_id integer NOT NULL,
  position integer NOT NULL,
  from_kilograms numeric(78) NOT NULL,
  taker_discount_pips integer NOT NULL,
  maker_discount_pips integer NOT NULL,
  block numeric(78) NOT NULL,
  PRIMARY KEY (market_id, position)
);

CREATE TABLE carbon.fills (
  id text PRIMARY KEY,
  market_id integer NOT NULL,
  maker_order_id numeric(78) NOT NULL,
  taker_order_id numeric(78),
  price_ticks integer NOT NULL,
  lots numeric(78) NOT NULL,
  remaining_lots numeric(78) NOT NULL,
  outcome text NOT NULL,
  level_lots numeric(78) NOT NULL,
  fee numeric(78) NOT NULL,
  timestamp bigint NOT NULL,
  block numeric(78) NOT NULL,
  log_index integer NOT NULL,
  part integer NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.fills (maker_order_id);
CREATE INDEX ON carbon.fills (taker_order_id);

CREATE TABLE carbon.icebergs (
  id numeric(78) PRIMARY KEY,
  market_id integer NOT NULL,
  side text NOT NULL,
  price_ticks integer NOT NULL,
  owner text NOT NULL,
  lots numeric(78) NOT NULL,
  hidden_lots numeric(78) NOT NULL,
  peak_lots numeric(78) NOT NULL,
  shown_order_id numeric(78) NOT NULL,
  expiry bigint,
  fee_pips integer NOT NULL,
  client_id numeric(78) NOT NULL,
  live boolean NOT NULL,
  placed_at bigint NOT NULL,
  block numeric(78) NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.icebergs (owner, placed_at, id);

CREATE TABLE carbon.index_breaches (
  id text PRIMARY KEY,
  market_id integer NOT NULL,
  settled_ticks integer NOT NULL,
  index_ticks integer NOT NULL,
  timestamp bigint NOT NULL,
  block numeric(78) NOT NULL,
  log_index integer NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.index_breaches (market_id, timestamp);

CREATE TABLE carbon.levels (
  market_id integer NOT NULL,
  side text NOT NULL,
  price_ticks integer NOT NULL,
  lots numeric(78) NOT NULL,
  orders integer NOT NULL,
  block numeric(78) NOT NULL,
  PRIMARY KEY (market_id, side, price_ticks)
);

CREATE TABLE carbon.market_rules (
  market_id integer PRIMARY KEY,
  dynamic_band_bps integer NOT NULL,
  static_band_bps integer NOT NULL,
  move_cap_bps integer NOT NULL,
  trigger_band_bps integer NOT NULL,
  static_ticks integer NOT NULL,
  averaging_seconds bigint NOT NULL,
  auction_seconds bigint NOT NULL,
  max_halt_seconds bigint NOT NULL,
  keeper_fee_ticks integer NOT NULL,
  block numeric(78) NOT NULL
);

CREATE TABLE carbon.markets (
  id integer PRIMARY KEY,
  base_asset integer NOT NULL,
  quote_asset integer NOT NULL,
  batch_id numeric(78) NOT NULL,
  quote_token text NOT NULL,
  lot_units numeric(78) NOT NULL,
  tick_size numeric(78) NOT NULL,
  min_lots numeric(78) NOT NULL,
  maker_fee_pips integer NOT NULL,
  taker_fee_pips integer NOT NULL,
  phase text NOT NULL,
  phase_ends_at bigint,
  auction_id text,
  last_ticks integer,
  trade_count numeric(78) NOT NULL,
  revision numeric(78) NOT NULL,
  tip text NOT NULL,
  created_at bigint NOT NULL,
  block numeric(78) NOT NULL
);

CREATE TABLE carbon.operators (
  account text NOT NULL,
  operator text NOT NULL,
  until bigint NOT NULL,
  block numeric(78) NOT NULL,
  PRIMARY KEY (account, operator)
);
CREATE INDEX ON carbon.operators (operator);

CREATE TABLE carbon.oracles (
  market_id integer PRIMARY KEY,
  feed text,
  max_age_seconds bigint NOT NULL,
  band_bps integer NOT NULL,
  block numeric(78) NOT NULL
);

CREATE TABLE carbon.orders (
  id numeric(78) PRIMARY KEY,
  market_id integer NOT NULL,
  side text NOT NULL,
  kind text NOT NULL,
  order_type text,
  price_ticks integer NOT NULL,
  owner text NOT NULL,
  lots numeric(78) NOT NULL,
  remaining_lots numeric(78) NOT NULL,
  expiry bigint,
  fee_pips integer NOT NULL,
  status text NOT NULL,
  client_id numeric(78) NOT NULL,
  iceberg_id numeric(78),
  keeper_fee numeric(78) NOT NULL,
  placed_at bigint NOT NULL,
  block numeric(78) NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.orders (owner, placed_at, id);
CREATE INDEX ON carbon.orders (market_id, status);
CREATE INDEX ON carbon.orders (status, expiry);

CREATE TABLE carbon.parent_slices (
  id text PRIMARY KEY,
  parent_id numeric(78) NOT NULL,
  slice integer NOT NULL,
  lots_filled numeric(78) NOT NULL,
  open_lots numeric(78) NOT NULL,
  lots_left numeric(78) NOT NULL,
  keeper text NOT NULL,
  keeper_fee numeric(78) NOT NULL,
  timestamp bigint NOT NULL,
  block numeric(78) NOT NULL,
  log_index integer NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.parent_slices (parent_id, block, log_index);

CREATE TABLE carbon.parents (
  id numeric(78) PRIMARY KEY,
  market_id integer NOT NULL,
  owner text NOT NULL,
  side text NOT NULL,
  kind text NOT NULL,
  lots numeric(78) NOT NULL,
  remaining_lots numeric(78) NOT NULL,
  limit_ticks integer NOT NULL,
  start_at bigint NOT NULL,
  interval integer NOT NULL,
  slices integer NOT NULL,
  tolerance_bps integer NOT NULL,
  participation_bps integer NOT NULL,
  weights text NOT NULL,
  self_trade text NOT NULL,
  client_id numeric(78) NOT NULL,
  fee_pips integer NOT NULL,
  keeper_fee_per_slice numeric(78) NOT NULL,
  keeper_fees numeric(78) NOT NULL,
  next_slice integer NOT NULL,
  open_lots numeric(78) NOT NULL,
  status text NOT NULL,
  placed_at bigint NOT NULL,
  block numeric(78) NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.parents (owner, placed_at, id);
CREATE INDEX ON carbon.parents (market_id, status);

CREATE TABLE carbon.progress (
  id integer PRIMARY KEY,
  block numeric(78) NOT NULL,
  log_index integer NOT NULL,
  block_hash text NOT NULL,
  timestamp bigint NOT NULL,
  events numeric(78) NOT NULL
);

CREATE TABLE carbon.projects (
  id numeric(78) PRIMARY KEY,
  registrar text NOT NULL,
  registry_name text NOT NULL,
  native_id text NOT NULL,
  name text NOT NULL,
  methodology text NOT NULL,
  country text,
  mechanism text NOT NULL,
  registered_at bigint NOT NULL,
  block numeric(78) NOT NULL,
  tx_hash text NOT NULL
);

CREATE TABLE carbon.proposals (
  id numeric(78) PRIMARY KEY,
  project_id numeric(78) NOT NULL,
  proposer text NOT NULL,
  verifier text,
  status text NOT NULL,
  serial_namespace text NOT NULL,
  block_start numeric(78) NOT NULL,
  block_end numeric(78) NOT NULL,
  vintage_start bigint NOT NULL,
  vintage_end bigint NOT NULL,
  recipient text NOT NULL,
  report_hash text NOT NULL,
  reason text,
  proposed_at bigint NOT NULL,
  block numeric(78) NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.proposals (project_id);
CREATE INDEX ON carbon.proposals (status);

CREATE TABLE carbon.refused_items (
  id text PRIMARY KEY,
  account text NOT NULL,
  item numeric(78) NOT NULL,
  error text NOT NULL,
  timestamp bigint NOT NULL,
  block numeric(78) NOT NULL,
  log_index integer NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.refused_items (account, timestamp);

CREATE TABLE carbon.retirements (
  id numeric(78) PRIMARY KEY,
  batch_id numeric(78) NOT NULL,
  account text NOT NULL,
  beneficiary text NOT NULL,
  beneficiary_ref text,
  units numeric(78) NOT NULL,
  first_unit numeric(78) NOT NULL,
  serial_namespace text NOT NULL,
  serial_first numeric(78) NOT NULL,
  serial_last numeric(78) NOT NULL,
  purpose text NOT NULL,
  consumption_country text,
  period_start bigint,
  period_end bigint,
  statement text NOT NULL,
  timestamp bigint NOT NULL,
  block numeric(78) NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.retirements (batch_id);
CREATE INDEX ON carbon.retirements (account);
CREATE INDEX ON carbon.retirements (beneficiary);

CREATE TABLE carbon.serial_blocks (
  id text PRIMARY KEY,
  batch_id numeric(78) NOT NULL,
  serial_namespace text NOT NULL,
  state text NOT NULL,
  first_unit numeric(78) NOT NULL,
  units numeric(78) NOT NULL,
  block_start numeric(78) NOT NULL,
  block_end numeric(78) NOT NULL,
  account text,
  retirement_id numeric(78),
  block numeric(78) NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.serial_blocks (serial_namespace, block_start);
CREATE INDEX ON carbon.serial_blocks (batch_id);

CREATE TABLE carbon.trades (
  id text PRIMARY KEY,
  market_id integer NOT NULL,
  seq numeric(78) NOT NULL,
  taker_side text NOT NULL,
  price_ticks integer NOT NULL,
  lots numeric(78) NOT NULL,
  notional numeric(78) NOT NULL,
  maker text NOT NULL,
  taker text NOT NULL,
  maker_order_id numeric(78) NOT NULL,
  taker_order_id numeric(78),
  maker_fee numeric(78) NOT NULL,
  auction boolean NOT NULL,
  timestamp bigint NOT NULL,
  block numeric(78) NOT NULL,
  log_index integer NOT NULL,
  part integer NOT NULL,
  tx_hash text NOT NULL
);
CREATE INDEX ON carbon.trades (market_id, seq);
CREATE INDEX ON carbon.trades (market_id, timestamp);
CREATE INDEX ON carbon.trades (maker);
CREATE INDEX ON carbon.trades (taker);

CREATE TABLE carbon.used_nonces (
  account text NOT NULL,
  word numeric(78) NOT NULL,
  used numeric(78) NOT NULL,
  block numeric(78) NOT NULL,
  PRIMARY KEY (account, word)
);

CREATE TABLE carbon.vault_balances (
  account text NOT NULL,
  asset integer NOT NULL,
  free numeric(78) NOT NULL,
  escrowed numeric(78) NOT NULL,
  block numeric(78) NOT NULL,
  PRIMARY KEY (account, asset)
);
CREATE INDEX ON carbon.vault_balances (asset);

CREATE TABLE carbon.volumes (
  account text NOT NULL,
  quote_asset integer NOT NULL,
  period numeric(78) NOT NULL,
  kilograms numeric(78) NOT NULL,
  last_kilograms numeric(78) NOT NULL,
  block numeric(78) NOT NULL,
  PRIMARY KEY (account, quote_asset)
);

CREATE TABLE carbon._ponder_checkpoint (
  chain_name text PRIMARY KEY,
  chain_id bigint NOT NULL,
  safe_checkpoint varchar(75) NOT NULL,
  latest_checkpoint varchar(75) NOT NULL,
  finalized_checkpoint varchar(75) NOT NULL
);

