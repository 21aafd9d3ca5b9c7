import { zeroAddress } from "viem";
import type { Hex } from "viem";
import { recordBatchEvent } from "./batch-history.ts";
import type { Projection, ProjectionContext } from "./context.ts";
import { lower } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { recordFault } from "./faults.ts";
import type { Store } from "./store.ts";

type Transfer = { from: Hex; to: Hex; batchId: bigint; units: bigint };

async function changeBalance(
  store: Store,
  meta: EventMeta,
  account: Hex,
  batchId: bigint,
  delta: bigint,
): Promise<void> {
  const before = await store.find("balances", { account, batchId });
  const units = (before?.units ?? 0n) + delta;
  await store.put("balances", { account, batchId, units, block: meta.block });
  if (units < 0n) {
    await recordFault(store, meta, {
      kind: "NEGATIVE_BALANCE",
      subject: `${account}:${batchId}`,
      expected: "0 or more",
      actual: units,
    });
  }
}

/** Moves units between wallets and keeps the batch's supply: what sits in the exchange's custody is escrowed. */
async function transfer(
  meta: EventMeta,
  { store, exchange }: ProjectionContext,
  move: Transfer,
  part: number,
): Promise<void> {
  const { from, to, batchId, units } = move;
  let circulating = 0n;
  let escrowed = 0n;
  for (const [account, delta] of [
    [from, -units],
    [to, units],
  ] as const) {
    if (account === zeroAddress) continue;
    await changeBalance(store, meta, account, batchId, delta);
    if (account === exchange) escrowed += delta;
    else circulating += delta;
  }
  const supply = await store.find("batchSupplies", { batchId });
  await store.put("batchSupplies", {
    batchId,
    circulatingUnits: (supply?.circulatingUnits ?? 0n) + circulating,
    escrowedUnits: (supply?.escrowedUnits ?? 0n) + escrowed,
    block: meta.block,
  });
  // Mints, burns, deposits and withdrawals have events of their own that say more.
  if ([from, to].some((account) => account === zeroAddress || account === exchange)) return;
  await recordBatchEvent(store, meta, { batchId, kind: "TRANSFERRED", units, from, to, reference: null, part });
}

export const transferSingle: Projection<"CreditTokens:TransferSingle"> = ({ args, meta }, context) =>
  transfer(meta, context, { from: lower(args.from), to: lower(args.to), batchId: args.id, units: args.value }, 0);

export const transferBatch: Projection<"CreditTokens:TransferBatch"> = async ({ args, meta }, context) => {
  const from = lower(args.from);
  const to = lower(args.to);
  for (const [part, batchId] of args.ids.entries()) {
    await transfer(meta, context, { from, to, batchId, units: args.values[part] ?? 0n }, part);
  }
};
