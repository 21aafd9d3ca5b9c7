import type { Projection } from "./context.ts";
import { lower, partId } from "./events.ts";

export const operatorSet: Projection<"Exchange:OperatorSet"> = async ({ args, meta }, { store }) => {
  await store.put("operators", {
    account: lower(args.account),
    operator: lower(args.operator),
    until: BigInt(args.until),
    block: meta.block,
  });
};

export const deadManSet: Projection<"Exchange:DeadManSet"> = async ({ args, meta }, { store }) => {
  await store.put("deadMen", { account: lower(args.account), until: BigInt(args.until), block: meta.block });
};

export const noncesUsed: Projection<"Exchange:NoncesUsed"> = async ({ args, meta }, { store }) => {
  const { word, used } = args;
  await store.put("usedNonces", { account: lower(args.account), word, used, block: meta.block });
};

export const itemRefused: Projection<"Exchange:ItemRefused"> = async ({ args, meta }, { store }) => {
  await store.put("refusedItems", {
    id: partId(meta, 0),
    account: lower(args.account),
    item: args.index,
    error: args.error,
    timestamp: meta.timestamp,
    block: meta.block,
    logIndex: meta.logIndex,
    txHash: meta.txHash,
  });
};
