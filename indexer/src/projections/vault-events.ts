import type { Hex } from "viem";
import { recordBatchEvent } from "./batch-history.ts";
import type { Projection } from "./context.ts";
import { lower } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { expectEqual, recordFault } from "./faults.ts";
import type { Store } from "./store.ts";
import { applyMoves, credit } from "./vault-moves.ts";

/** Moves a free balance and compares the result with what the event says it is. */
async function moveFree(store: Store, meta: EventMeta, account: Hex, asset: number, amount: bigint, freeAfter: bigint) {
  await applyMoves(store, meta, [credit(account, asset, amount)]);
  const after = await store.find("vaultBalances", { account, asset });
  const subject = `${account}:${asset}`;
  await expectEqual(store, meta, { kind: "FREE_BALANCE", subject, expected: freeAfter, actual: after?.free ?? 0n });
}

export const deposited: Projection<"Exchange:Deposited"> = async ({ args, meta }, { store }) => {
  const account = lower(args.account);
  await moveFree(store, meta, account, args.asset, args.amount, args.freeAfter);
  const asset = await store.find("assets", { id: args.asset });
  if (asset === null || asset.batchId === null) return;
  const { batchId } = asset;
  await recordBatchEvent(store, meta, {
    batchId,
    kind: "DEPOSITED",
    units: args.amount,
    from: account,
    to: null,
    reference: null,
  });
};

export const withdrawn: Projection<"Exchange:Withdrawn"> = async ({ args, meta }, { store }) => {
  const account = lower(args.account);
  await moveFree(store, meta, account, args.asset, -args.amount, args.freeAfter);
  const asset = await store.find("assets", { id: args.asset });
  if (asset === null || asset.batchId === null) return;
  const { batchId } = asset;
  const to = lower(args.to);
  await recordBatchEvent(store, meta, {
    batchId,
    kind: "WITHDRAWN",
    units: args.amount,
    from: account,
    to,
    reference: null,
  });
};

/** Adds to the fees earned in an asset. */
export async function collectFees(store: Store, meta: EventMeta, asset: number, amount: bigint): Promise<void> {
  const before = await store.find("feeBalances", { asset });
  const collected = (before?.collected ?? 0n) + amount;
  await store.put("feeBalances", { asset, collected, paidOut: before?.paidOut ?? 0n, block: meta.block });
}

export const feesCollected: Projection<"Exchange:FeesCollected"> = async ({ args, meta }, { store }) => {
  const before = await store.find("feeBalances", { asset: args.asset });
  const collected = before?.collected ?? 0n;
  const paidOut = (before?.paidOut ?? 0n) + args.amount;
  await store.put("feeBalances", { asset: args.asset, collected, paidOut, block: meta.block });
  // fees are paid out market by market, so some of the asset's may stay
  if (paidOut > collected) {
    await recordFault(store, meta, { kind: "FEES", subject: String(args.asset), expected: paidOut, actual: collected });
  }
};
