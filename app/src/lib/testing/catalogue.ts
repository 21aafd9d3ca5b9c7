import { zeroHash } from "viem";
import type { Answers } from "./fake-world.ts";
import { contractAt } from "./fake-world.ts";
import { ANN } from "./fake-wallet.ts";

export const BATCH_ID = (1n << 128n) | 1n;
export const REPORT = `0x${"55".repeat(32)}` as const;
const key = (name: string, at: string) => `${name}:${at.toLowerCase()}`;

const PROJECT = {
  registryName: "Verra",
  nativeId: "VCS1340",
  name: "Forest of the test",
  methodology: "VM0007",
  country: "0x4b45",
  mechanism: 0,
};
const ISSUANCE = {
  projectId: 1n,
  serialNamespace: "X",
  blockStart: 1,
  blockEnd: 500,
  vintageStart: 1_609_459_200,
  vintageEnd: 1_640_908_800,
  recipient: ANN,
  reportHash: REPORT,
  bufferBps: 0,
  monitoringStart: 1_609_459_200,
  monitoringEnd: 1_640_908_800,
  methodology: "",
  conversionRef: zeroHash,
};
const BATCH = {
  projectId: 1n,
  blockStart: 1,
  blockEnd: 100,
  vintageStart: 1_609_459_200,
  vintageEnd: 1_640_908_800,
  issuedAt: 1_650_000_000,
  retiredUnits: 1_500n,
  cancelledUnits: 0n,
  serialNamespace: "X",
};
const exchange = contractAt("exchange");
const credits = contractAt("carbonCredits");
const token = contractAt("quoteToken");

/** One market with a small book, one project, one batch, one proposal; the connected account has enough of everything. */
export const CATALOGUE: Answers = {
  [key("counts", exchange)]: () => [2, 1],
  [key("counts", credits)]: () => [1n, 1n, 1n],
  market: () => ({
    baseAsset: 2,
    quoteAsset: 1,
    lotUnits: 1000,
    tickSize: 10_000n,
    minLots: 1,
    makerFeePips: 500,
    takerFeePips: 1000,
    phase: 1,
  }),
  marketPhase: () => [1, 0],
  asset: (index: number) =>
    index === 1 ? { token, isCredit: false, batchId: 0n } : { token: credits, isCredit: true, batchId: BATCH_ID },
  symbol: () => "tUSD",
  decimals: () => 6,
  project: () => PROJECT,
  batch: () => BATCH,
  best: () => [1240, 1250],
  depth: (_market: number, side: number) =>
    side === 0 ? [{ priceTicks: 1240, lots: 5 }] : [{ priceTicks: 1250, lots: 4 }],
  [key("balanceOf", exchange)]: (_account: string, asset: number) => (asset === 1 ? 1_000_000_000n : 50_000n),
  [key("balanceOf", token)]: () => 2_000_000_000n,
  [key("balanceOf", credits)]: () => 20_000n,
  balanceOfBatch: () => [20_000n],
  allowance: () => 0n,
  isApprovedForAll: () => false,
  canTrade: () => true,
  hasRole: () => [true, 0],
  proposal: () => [
    ISSUANCE,
    1,
    "0x00000000000000000000000000000000000000b1",
    "0x0000000000000000000000000000000000000000",
  ],
  serialsTaken: () => [false, 0, 0],
};
