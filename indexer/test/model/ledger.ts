import type { SelfTrade, Side } from "@carbonxchange/sdk";
import type { Hex } from "viem";

export const QUOTE = 1;
export const BASE = 2;

export type Money = { free: bigint; locked: bigint };

export type ModelOrder = {
  id: bigint;
  owner: Hex;
  side: Side;
  ticks: number;
  lots: bigint;
  feePips: bigint;
  expiry: number;
  sequence: number;
  /** What it really holds, kept by adding and subtracting, never by formula. */
  held: bigint;
  /** The iceberg whose part this is. */
  iceberg: ModelIceberg | null;
};
/** `prepaid` is the keeper fee it holds, `traded` whether a crank has let it trade. */
export type Waiting = ModelOrder & {
  restable: boolean;
  display: bigint;
  mode: SelfTrade;
  prepaid: bigint;
  traded: boolean;
};

/** An iceberg behind its shown part: the parts to come, each with what it holds. */
export type ModelIceberg = { id: bigint; parts: { lots: bigint; held: bigint }[] };

/** ceil(notional x pips / 1,000,000), written out again so that the model shares nothing with what it measures. */
export const feeUp = (notional: bigint, pips: bigint) => (notional * pips + 999_999n) / 1_000_000n;

/** What an order of a side locks. */
export const escrowAsset = (side: Side): number => (side === "BID" ? QUOTE : BASE);

/** The sizes in which `lots` come up, `peak` at a time. */
export function partsOf(lots: bigint, peak: bigint): bigint[] {
  const parts: bigint[] = [];
  for (let left = lots; left > 0n; left -= peak) parts.push(left < peak ? left : peak);
  return parts;
}

/** Free and locked money by account and asset. */
export function createLedger() {
  const accounts = new Map<string, Money>();
  const of = (account: Hex, asset: number): Money => {
    const key = `${account}|${asset}`;
    const money = accounts.get(key) ?? { free: 0n, locked: 0n };
    accounts.set(key, money);
    return money;
  };
  return {
    of,
    /** Moves from free to locked; a negative amount moves back. */
    lock: (account: Hex, asset: number, amount: bigint): void => {
      const money = of(account, asset);
      money.free -= amount;
      money.locked += amount;
    },
  };
}
