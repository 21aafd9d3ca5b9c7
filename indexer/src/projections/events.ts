import type { carbonCreditsAbi, complianceGateAbi, exchangeAbi } from "@carbonxchange/sdk";
import type { Abi, ContractEventName, GetEventArgs, Hex, erc1155Abi, erc721Abi } from "viem";

type Args<abi extends Abi, name extends ContractEventName<abi>> = GetEventArgs<
  abi,
  name,
  { EnableUnion: false; IndexedOnly: false; Required: true }
>;

type Named<prefix extends string, abi extends Abi, names extends ContractEventName<abi>> = {
  [name in names & string as `${prefix}:${name}`]: Args<abi, name & ContractEventName<abi>>;
};

type ExchangeEvents = Named<
  "Exchange",
  typeof exchangeAbi,
  | "AssetListed"
  | "MarketCreated"
  | "MarketPhaseSet"
  | "MarketRulesSet"
  | "BreakerTripped"
  | "MarketFeesSet"
  | "FeesCollected"
  | "Deposited"
  | "Withdrawn"
  | "BalanceRecovered"
  | "OrderPlaced"
  | "IcebergShown"
  | "IcebergEnded"
  | "Taken"
  | "OrderCancelled"
  | "OrderDeferred"
  | "DeferredProgressed"
  | "DeferredCancelled"
  | "KeeperPaid"
  | "AuctionPriced"
  | "AuctionFilled"
  | "IndexBreached"
  | "OracleSet"
  | "FeeTiersSet"
  | "OrderAmended"
  | "OperatorSet"
  | "ItemRefused"
  | "NoncesUsed"
  | "DeadManSet"
  | "ConditionalPlaced"
  | "TriggerMoved"
  | "ConditionalFired"
  | "ConditionalCancelled"
  | "ParentPlaced"
  | "SliceExecuted"
  | "ParentEnded"
>;

type RegistryEvents = Named<
  "CarbonCredits",
  typeof carbonCreditsAbi,
  | "ProjectRegistered"
  | "IssuanceProposed"
  | "IssuanceAttested"
  | "IssuanceRefused"
  | "IssuanceWithdrawn"
  | "IssuanceExpired"
  | "BatchIssued"
  | "Retired"
  | "Cancelled"
>;

type TokenEvents = Named<"CreditTokens", typeof erc1155Abi, "TransferSingle" | "TransferBatch">;
type CertificateEvents = Named<"Certificates", typeof erc721Abi, "Transfer"> & {
  "Certificates:Locked": { tokenId: bigint };
};
type GateEvents = Named<"ComplianceGate", typeof complianceGateAbi, "EligibilitySet" | "FrozenSet">;

/** Arguments of every indexed event, by contract and name. */
export type EventArgs = ExchangeEvents & RegistryEvents & TokenEvents & CertificateEvents & GateEvents;
export type EventKey = keyof EventArgs;

/** Where an event stands in the chain. */
export type EventMeta = { block: bigint; blockHash: Hex; timestamp: bigint; txHash: Hex; logIndex: number };

/** One event of one contract. */
export type ChainEvent<K extends EventKey = EventKey> = { key: K; args: EventArgs[K]; meta: EventMeta };

/** Id of the n-th thing that an event did. */
export function partId(meta: EventMeta, part: number): string {
  return `${meta.txHash}-${meta.logIndex}-${part}`;
}

/** Addresses are stored in lower case. */
export function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex;
}

/** Whether event `a` comes after event `b` in the chain. */
export function isAfter(a: { block: bigint; logIndex: number }, b: { block: bigint; logIndex: number }): boolean {
  return a.block > b.block || (a.block === b.block && a.logIndex > b.logIndex);
}
