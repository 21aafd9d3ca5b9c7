import type { Hex } from "viem";
import type { complianceGateAbi, sanctionsListAbi } from "../../abi/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Place, Read } from "../figures.ts";
import { lower } from "../ledger.ts";
import type { Ledger, Standing } from "../ledger.ts";

const UNKNOWN: Standing = { tier: 0n, expiresAt: 0n, frozen: false };

const recordRead = (account: Hex): Read => ({
  contract: "complianceGate",
  functionName: "eligibility",
  args: [account],
});

function change(ledger: Ledger, account: Hex, part: Partial<Standing>): void {
  ledger.standings.set(account, { ...(ledger.standings.get(account) ?? UNKNOWN), ...part });
}

function list(ledger: Ledger, accounts: readonly Hex[], sanctioned: boolean, place: Place): void {
  for (const account of accounts.map(lower)) {
    if (sanctioned) ledger.sanctioned.add(account);
    else ledger.sanctioned.delete(account);
    const read: Read = { contract: "sanctionsList", functionName: "isSanctioned", args: [account] };
    ledger.figures.set(read, "", sanctioned, place);
  }
}

/**
 * Whether the exchange lets an account trade at a time, from the gate's and the list's own logs. A list that is somebody else's
 * logs elsewhere: then everybody counts as not listed.
 */
export function mayTrade(ledger: Ledger, account: Hex, nowSeconds: bigint): boolean {
  const { tier, expiresAt, frozen } = ledger.standings.get(account) ?? UNKNOWN;
  const lapse = ledger.lapsesAt.get(account) ?? 0n;
  if (lapse !== 0n && lapse <= nowSeconds) return false;
  return tier > 0n && !frozen && nowSeconds <= expiresAt && !ledger.sanctioned.has(account);
}

export const gateHandlers: EventHandlers<typeof complianceGateAbi> = {
  EligibilitySet({ account, ...record }, place, ledger) {
    ledger.figures.setAll(recordRead(lower(account)), "", record, place);
    change(ledger, lower(account), { tier: BigInt(record.tier), expiresAt: BigInt(record.expiresAt) });
  },
  FrozenSet({ account, frozen }, place, ledger) {
    ledger.figures.set(recordRead(lower(account)), "frozen", frozen, place);
    change(ledger, lower(account), { frozen });
  },
  SanctionsListSet({ list: address }, place, ledger) {
    ledger.figures.set(
      { contract: "complianceGate", functionName: "sanctionsList", args: [] },
      "",
      lower(address),
      place,
    );
  },
  ListenerSet({ listener }, place, ledger) {
    ledger.figures.set({ contract: "complianceGate", functionName: "listener", args: [] }, "", lower(listener), place);
  },
};

export const sanctionsHandlers: EventHandlers<typeof sanctionsListAbi> = {
  SanctionedAddressesAdded({ addrs }, place, ledger) {
    list(ledger, addrs, true, place);
  },
  SanctionedAddressesRemoved({ addrs }, place, ledger) {
    list(ledger, addrs, false, place);
  },
};
