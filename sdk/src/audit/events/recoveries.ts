import type { exchangeAbi } from "../../abi/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import { expectSame, lower } from "../ledger.ts";
import { moveFree } from "../vault.ts";

/** What successors of lost wallets were given of the vault: all that was free, so that the lost have nothing left. */
export const recoveryHandlers: EventHandlers<typeof exchangeAbi> = {
  BalanceRecovered({ lost, successor, asset, amount, freeAfter }, place, ledger) {
    const left = moveFree(ledger, lower(lost), asset, -amount, place);
    expectSame(ledger, "event", `exchange.balanceOf(${lower(lost)}, ${asset})`, left, 0n, place);
    const after = moveFree(ledger, lower(successor), asset, amount, place);
    expectSame(ledger, "event", `exchange.balanceOf(${lower(successor)}, ${asset})`, after, freeAfter, place);
  },
};
