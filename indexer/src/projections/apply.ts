import { deadManSet, itemRefused, noncesUsed, operatorSet } from "./account-events.ts";
import { auctionFilled, auctionPriced } from "./auction-events.ts";
import { certificateLocked, certificateMoved } from "./certificate-events.ts";
import { conditionalCancelled, conditionalFired, conditionalPlaced, triggerMoved } from "./conditional-events.ts";
import type { Projection, ProjectionContext } from "./context.ts";
import { deferredCancelled, deferredProgressed, keeperPaid, orderDeferred } from "./deferred-events.ts";
import { eligibilitySet, frozenSet } from "./eligibility-events.ts";
import { isAfter } from "./events.ts";
import type { ChainEvent, EventKey } from "./events.ts";
import { feeTiersSet } from "./fee-tiers.ts";
import { icebergEnded, icebergShown } from "./iceberg-events.ts";
import { indexBreached, oracleSet } from "./index-events.ts";
import {
  assetListed,
  breakerTripped,
  marketCreated,
  marketFeesSet,
  marketPhaseSet,
  marketRulesSet,
} from "./market-events.ts";
import { orderAmended, orderCancelled, orderPlaced } from "./order-events.ts";
import { parentEnded, parentPlaced, sliceExecuted } from "./parent-events.ts";
import { balanceRecovered } from "./recovery-events.ts";
import {
  batchIssued,
  issuanceAttested,
  issuanceExpired,
  issuanceProposed,
  issuanceRefused,
  issuanceWithdrawn,
  projectRegistered,
} from "./registry-events.ts";
import { cancelled, retired } from "./retirement-events.ts";
import { taken } from "./taken.ts";
import { transferBatch, transferSingle } from "./token-events.ts";
import { deposited, feesCollected, withdrawn } from "./vault-events.ts";

const PROJECTIONS: { [K in EventKey]: Projection<K> } = {
  "CarbonCredits:ProjectRegistered": projectRegistered,
  "CarbonCredits:IssuanceProposed": issuanceProposed,
  "CarbonCredits:IssuanceAttested": issuanceAttested,
  "CarbonCredits:IssuanceRefused": issuanceRefused,
  "CarbonCredits:IssuanceWithdrawn": issuanceWithdrawn,
  "CarbonCredits:IssuanceExpired": issuanceExpired,
  "CarbonCredits:BatchIssued": batchIssued,
  "CarbonCredits:Retired": retired,
  "CarbonCredits:Cancelled": cancelled,
  "CreditTokens:TransferSingle": transferSingle,
  "CreditTokens:TransferBatch": transferBatch,
  "Certificates:Transfer": certificateMoved,
  "Certificates:Locked": certificateLocked,
  "ComplianceGate:EligibilitySet": eligibilitySet,
  "ComplianceGate:FrozenSet": frozenSet,
  "Exchange:AssetListed": assetListed,
  "Exchange:MarketCreated": marketCreated,
  "Exchange:MarketPhaseSet": marketPhaseSet,
  "Exchange:MarketRulesSet": marketRulesSet,
  "Exchange:BreakerTripped": breakerTripped,
  "Exchange:MarketFeesSet": marketFeesSet,
  "Exchange:FeesCollected": feesCollected,
  "Exchange:Deposited": deposited,
  "Exchange:Withdrawn": withdrawn,
  "Exchange:BalanceRecovered": balanceRecovered,
  "Exchange:OrderPlaced": orderPlaced,
  "Exchange:IcebergShown": icebergShown,
  "Exchange:IcebergEnded": icebergEnded,
  "Exchange:Taken": taken,
  "Exchange:OrderCancelled": orderCancelled,
  "Exchange:OrderDeferred": orderDeferred,
  "Exchange:DeferredProgressed": deferredProgressed,
  "Exchange:DeferredCancelled": deferredCancelled,
  "Exchange:KeeperPaid": keeperPaid,
  "Exchange:AuctionPriced": auctionPriced,
  "Exchange:AuctionFilled": auctionFilled,
  "Exchange:IndexBreached": indexBreached,
  "Exchange:OracleSet": oracleSet,
  "Exchange:FeeTiersSet": feeTiersSet,
  "Exchange:OrderAmended": orderAmended,
  "Exchange:OperatorSet": operatorSet,
  "Exchange:ItemRefused": itemRefused,
  "Exchange:NoncesUsed": noncesUsed,
  "Exchange:DeadManSet": deadManSet,
  "Exchange:ConditionalPlaced": conditionalPlaced,
  "Exchange:TriggerMoved": triggerMoved,
  "Exchange:ConditionalFired": conditionalFired,
  "Exchange:ConditionalCancelled": conditionalCancelled,
  "Exchange:ParentPlaced": parentPlaced,
  "Exchange:SliceExecuted": sliceExecuted,
  "Exchange:ParentEnded": parentEnded,
};

/** Every event that is indexed. */
export const EVENT_KEYS = Object.keys(PROJECTIONS) as EventKey[];

/** The one row of `progress`. */
const PROGRESS_ID = 1;

/**
 * Applies one event. Events come in chain order; one at or before the last applied is a redelivery and changes nothing, so
 * applying any stretch of history again gives the same tables.
 */
export async function applyEvent<K extends EventKey>(event: ChainEvent<K>, context: ProjectionContext): Promise<void> {
  const { meta } = event;
  const last = await context.store.find("progress", { id: PROGRESS_ID });
  if (last !== null && !isAfter(meta, last)) return;
  await PROJECTIONS[event.key](event, context);
  await context.store.put("progress", {
    id: PROGRESS_ID,
    block: meta.block,
    logIndex: meta.logIndex,
    blockHash: meta.blockHash,
    timestamp: meta.timestamp,
    events: (last?.events ?? 0n) + 1n,
  });
}
