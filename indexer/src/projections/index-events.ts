import { zeroAddress } from "viem";
import type { Projection } from "./context.ts";
import { lower, partId } from "./events.ts";

export const indexBreached: Projection<"Exchange:IndexBreached"> = async ({ args, meta }, { store }) => {
  await store.put("indexBreaches", {
    id: partId(meta, 0),
    ...args,
    timestamp: meta.timestamp,
    block: meta.block,
    logIndex: meta.logIndex,
    txHash: meta.txHash,
  });
};

export const oracleSet: Projection<"Exchange:OracleSet"> = async ({ args, meta }, { store }) => {
  const feed = args.feed === zeroAddress ? null : lower(args.feed);
  const { marketId, bandBps } = args;
  await store.put("oracles", {
    marketId,
    feed,
    maxAgeSeconds: BigInt(args.maxAgeSeconds),
    bandBps,
    block: meta.block,
  });
};
