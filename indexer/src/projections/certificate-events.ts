import { zeroAddress } from "viem";
import type { Projection } from "./context.ts";
import { lower } from "./events.ts";
import { recordFault } from "./faults.ts";

export const certificateMoved: Projection<"Certificates:Transfer"> = async ({ args, meta }, { store }) => {
  const before = await store.find("certificates", { id: args.tokenId });
  const minted = lower(args.from) === zeroAddress || before === null;
  await store.put("certificates", {
    id: args.tokenId,
    owner: lower(args.to),
    locked: before?.locked ?? false,
    mintedAt: minted ? meta.timestamp : before.mintedAt,
    block: meta.block,
    txHash: minted ? meta.txHash : before.txHash,
  });
};

export const certificateLocked: Projection<"Certificates:Locked"> = async ({ args, meta }, { store }) => {
  const certificate = await store.find("certificates", { id: args.tokenId });
  if (certificate === null) {
    const subject = String(args.tokenId);
    await recordFault(store, meta, { kind: "UNKNOWN_CERTIFICATE", subject, expected: "a certificate", actual: "none" });
    return;
  }
  await store.put("certificates", { ...certificate, locked: true, block: meta.block });
};
