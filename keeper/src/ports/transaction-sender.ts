import type { HexString } from "@carbonxchange/sdk";
import type { Action, Fees, MarketFees, Receipt } from "../domain/index.ts";

/** A call ready to be signed. */
export type Call = { to: HexString; data: HexString; gas: bigint };

/**
 * Result of a dry run against the newest state. `progress` is what the call would achieve (steps or orders); zero means
 * there is nothing to do. `errorName` is the contract's error, null where the revert carries none the ABI knows.
 */
export type Simulation =
  { ok: true; call: Call; progress: bigint } | { ok: false; errorName: string | null; detail: string };

/** What a dry run of a bundle shows of one call; `progress` as in `Simulation`. */
export type CallOutcome = { done: boolean; errorName: string | null; progress: bigint; gasUsed: bigint };

/** A bundle's dry run: what became of each call, or why it failed as a whole. */
export type BundleSimulation =
  { ok: true; outcomes: CallOutcome[] } | { ok: false; errorName: string | null; detail: string };

/** One call of a bundle with the gas it is given. */
export type BundledCall = { action: Action; gas: bigint };

export type SignedTransaction = { hash: HexString; raw: HexString };

/**
 * What a node said to a raw transaction. ACCEPTED includes "already known". UNKNOWN covers time-outs and outages: the
 * node may have it. NONCE_USED: the chain is further. UNDERPRICED: a replacement has to offer more.
 */
export type BroadcastOutcome =
  | { outcome: "ACCEPTED" }
  | { outcome: "UNKNOWN" | "NONCE_USED" | "UNDERPRICED" | "NO_FUNDS" | "REFUSED"; detail: string };

/** Everything that needs the signer's key or the node's transaction pool. */
export type TransactionSender = {
  readonly address: HexString;
  simulate(action: Action): Promise<Simulation>;
  /** Runs a bundle dry, with at most `gas` for the whole. */
  simulateBundle(calls: readonly BundledCall[], gas: bigint): Promise<BundleSimulation>;
  /** The transaction that carries a bundle. */
  bundleCall(calls: readonly BundledCall[]): Call;
  /** What the exchange would pay this signer at least for an action, quote base units; zero where that is not known. */
  keeperFee(action: Action): Promise<bigint>;
  /** Gas limit of the newest block. */
  blockGasLimit(): Promise<bigint>;
  marketFees(): Promise<MarketFees>;
  /** Mined transactions of `account`, by the newest block. */
  latestNonce(account: HexString): Promise<number>;
  balance(): Promise<bigint>;
  /** Signs locally; touches no network. */
  sign(call: Call, nonce: number, fees: Fees): Promise<SignedTransaction>;
  /** A transfer of nothing to oneself: takes the place of a stuck transaction. */
  signCancel(nonce: number, fees: Fees): Promise<SignedTransaction>;
  /** Hands over a transaction first stored at `firstBlock` (if not given, now), by which others than a private endpoint get it. */
  broadcast(raw: HexString, firstBlock?: bigint): Promise<BroadcastOutcome>;
  receipt(hash: HexString): Promise<Receipt | null>;
  /** The contract's error for a call that reverted in `block`, asked of the state before it; null where it does not tell. */
  revertReason(call: Pick<Call, "to" | "data">, block: bigint): Promise<string | null>;
  /** Whether the node has a transaction, mined or waiting; of one that so far only a private endpoint was given nothing else is known. */
  isKnown(hash: HexString, firstBlock?: bigint): Promise<boolean>;
};
