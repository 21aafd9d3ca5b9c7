import type { HexString } from "@carbonxchange/sdk";
import { LANES, type Lane } from "./action.ts";

/** How one signer stands. `lowestOpenNonce`: of its stored transactions without a receipt; null for none. Balance in wei. */
export type SignerView = { address: HexString; balance: bigint; latestNonce: number; lowestOpenNonce: number | null };

/** LOW_BALANCE: below the least balance. NONCE_GAP: the chain waits for a nonce that no stored transaction has. */
export type SignerFault = "LOW_BALANCE" | "NONCE_GAP";

/** The lowest nonce that a signer has among stored transactions without a receipt; null for none. */
export function lowestNonceOf(
  address: HexString,
  pending: readonly { signer: HexString; nonce: number }[],
): number | null {
  const nonces = pending.filter(({ signer }) => signer === address).map(({ nonce }) => nonce);
  return nonces.length === 0 ? null : Math.min(...nonces);
}

/** Why a signer takes no new work, null when it may. What comes behind a gap would never be mined. */
export function signerFault(view: SignerView, minBalanceWei: bigint): SignerFault | null {
  if (view.lowestOpenNonce !== null && view.lowestOpenNonce > view.latestNonce) return "NONCE_GAP";
  return view.balance < minBalanceWei ? "LOW_BALANCE" : null;
}

/**
 * The signer of a lane: always the same one while all are sound, else the next sound one after it; null when none is. One
 * signer is one sequence of nonces, so that lanes of different signers do not wait for each other.
 */
export function signerOfLane(
  lane: Lane,
  signers: readonly HexString[],
  faulty: ReadonlySet<HexString>,
): HexString | null {
  const first = LANES.indexOf(lane);
  for (let step = 0; step < signers.length; step++) {
    const candidate = signers[(first + step) % signers.length];
    if (candidate !== undefined && !faulty.has(candidate)) return candidate;
  }
  return null;
}
