import type { PublicClient, WalletClient } from "viem";
import { CarbonContractError } from "../errors/contract-error.ts";
import type { Addresses } from "../requests/addresses.ts";
import { bindContext } from "./bind-context.ts";
import type { Bound } from "./bind-context.ts";
import type { ReadContext, WriteContext } from "./client-context.ts";
import { readDeadMan, readIsNonceUsed, readOperatorUntil } from "./read-account.ts";
import { readBalance, readBest, readDepth, readOrder, readOrdersAt, readQueue } from "./read-book.ts";
import { readBasket, readOldestInBasket } from "./read-basket.ts";
import { readCertificate } from "./read-certificate.ts";
import { readConditional, readDueStops } from "./read-conditionals.ts";
import { readEligibility } from "./read-eligibility.ts";
import { readAdjustment, readLabelAttestations, readLabelsAt } from "./read-labels.ts";
import { readImpairment, readLossCase, readProjectDebt } from "./read-losses.ts";
import {
  readAsset,
  readAssetIndex,
  readMarket,
  readMarketLabels,
  readMarketPhase,
  readMarketRules,
  readPriceBand,
  readTape,
} from "./read-market.ts";
import { readNextSlice, readParent } from "./read-parents.ts";
import {
  readAuctionPrice,
  readFeeTiers,
  readFeesOf,
  readIndexPrice,
  readOracle,
  readReferencePrice,
} from "./read-prices.ts";
import {
  readBatch,
  readPortions,
  readProject,
  readProposal,
  readRetirement,
  readSerialsTaken,
} from "./read-registry.ts";
import { amend, placeEach, replace, replaceEach, setDeadMan } from "./write-changes.ts";
import {
  cancelBy,
  cancelSigned,
  invalidateNonce,
  placeBy,
  placeSigned,
  setOperator,
  signCancel,
  signOrder,
} from "./write-delegates.ts";
import {
  attest,
  cancelCredits,
  issue,
  propose,
  refuse,
  registerProject,
  retire,
  retireMany,
  withdrawProposal,
} from "./write-registry.ts";
import { quoteSweep, sweep } from "./sweep.ts";
import { cancel, cancelBatch, crank, place, placeBatch, prune } from "./write-trading.ts";
import { checkAndHalt, executeSlice, fireStops, pruneConditionals, reopen, trail, uncross } from "./write-upkeep.ts";
import { deposit, depositCredits, withdraw } from "./write-vault.ts";
import { cancelConditional, cancelParent, placeConditional, placeParent } from "./write-waiting.ts";

const READS = {
  market: readMarket,
  marketPhase: readMarketPhase,
  marketRules: readMarketRules,
  marketLabels: readMarketLabels,
  tape: readTape,
  priceBand: readPriceBand,
  oracle: readOracle,
  indexPrice: readIndexPrice,
  referencePrice: readReferencePrice,
  auctionPrice: readAuctionPrice,
  feeTiers: readFeeTiers,
  feesOf: readFeesOf,
  asset: readAsset,
  assetIndex: readAssetIndex,
  best: readBest,
  depth: readDepth,
  order: readOrder,
  ordersAt: readOrdersAt,
  queue: readQueue,
  conditional: readConditional,
  dueStops: readDueStops,
  parent: readParent,
  nextSlice: readNextSlice,
  operatorUntil: readOperatorUntil,
  deadMan: readDeadMan,
  isNonceUsed: readIsNonceUsed,
  balance: readBalance,
  project: readProject,
  batch: readBatch,
  proposal: readProposal,
  retirement: readRetirement,
  portions: readPortions,
  serialsTaken: readSerialsTaken,
  quoteSweep,
  certificate: readCertificate,
  eligibility: readEligibility,
  labelsAt: readLabelsAt,
  labelAttestations: readLabelAttestations,
  adjustment: readAdjustment,
  impairment: readImpairment,
  lossCase: readLossCase,
  projectDebt: readProjectDebt,
  basket: readBasket,
  oldestInBasket: readOldestInBasket,
};

const WRITES = {
  place,
  placeBatch,
  cancel,
  cancelBatch,
  crank,
  prune,
  placeEach,
  replace,
  replaceEach,
  amend,
  setDeadMan,
  placeConditional,
  cancelConditional,
  placeParent,
  cancelParent,
  uncross,
  reopen,
  checkAndHalt,
  fireStops,
  trail,
  pruneConditionals,
  executeSlice,
  setOperator,
  placeBy,
  cancelBy,
  signOrder,
  signCancel,
  placeSigned,
  cancelSigned,
  invalidateNonce,
  sweep,
  deposit,
  depositCredits,
  withdraw,
  registerProject,
  propose,
  withdrawProposal,
  attest,
  refuse,
  issue,
  retire,
  retireMany,
  cancelCredits,
};

/** Reads and writes of one deployment. Every write is simulated first; every failure is a `CarbonContractError`. */
export type CarbonClient = { read: Bound<typeof READS>; write: Bound<typeof WRITES> };

/**
 * A client of one deployment. `read` needs the public client alone; `write` needs a wallet client with an account and throws
 * `CarbonContractError` "NoWallet" without one.
 */
export function createCarbonClient(options: {
  publicClient: PublicClient;
  walletClient?: WalletClient;
  deployment: Addresses;
}): CarbonClient {
  const { publicClient, walletClient, deployment } = options;
  const readContext: ReadContext = { publicClient, deployment };
  const writeContext = (): WriteContext => {
    const account = walletClient?.account;
    if (walletClient && account) return { ...readContext, walletClient, account };
    throw new CarbonContractError("NoWallet", {}, "No wallet is connected. Connect one to send transactions.");
  };
  return { read: bindContext(READS, () => readContext), write: bindContext(WRITES, writeContext) };
}
