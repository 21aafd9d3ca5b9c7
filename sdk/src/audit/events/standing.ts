import type { Hex } from "viem";
import type { complianceGateAbi, sanctionsListAbi } from "../../abi/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Place, Read } from "../figures.ts";
import { lower } from "../ledger.ts";
import type { Ledger } from "../ledger.ts";

const recordRead = (account: Hex): Read => ({
  contract: "complianceGate",
  functionName: "eligibility",
  args: [account],
});

function list(ledger: Ledger, accounts: readonly Hex[], sanctioned: boolean, place: Place): void {
  for (const account of accounts.map(lower)) {
    const read: Read = { contract: "sanctionsList", functionName: "isSanctioned", args: [account] };
    ledger.figures.set(read, "", sanctioned, place);
  }
}

export const gateHandlers: EventHandlers<typeof complianceGateAbi> = {
  EligibilitySet({ account, ...record }, place, ledger) {
    ledger.figures.setAll(recordRead(lower(account)), "", record, place);
  },
  FrozenSet({ account, frozen }, place, ledger) {
    ledger.figures.set(recordRead(lower(account)), "frozen", frozen, place);
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
