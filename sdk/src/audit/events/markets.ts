import type { exchangeAbi } from "../../abi/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Read } from "../figures.ts";
import { expectSame, lower } from "../ledger.ts";
import type { AuditMarket } from "../ledger.ts";
import { marketOf } from "../orders.ts";
import { moveFree, writeFees } from "../vault.ts";

const marketRead = (id: number): Read => ({ contract: "exchange", functionName: "market", args: [BigInt(id)] });

/** What is traded, on what terms, and what goes in and out of the vault. */
export const marketHandlers: EventHandlers<typeof exchangeAbi> = {
  AssetListed({ asset, token, batchId, isCredit }, place, ledger) {
    ledger.assets.set(asset, { token: lower(token), isCredit, batchId });
    const read: Read = { contract: "exchange", functionName: "asset", args: [BigInt(asset)] };
    ledger.figures.setAll(read, "", { token, isCredit, batchId }, place);
    ledger.figures.set({ contract: "exchange", functionName: "counts", args: [] }, "assets", BigInt(asset), place);
  },
  MarketCreated({ marketId, ...terms }, place, ledger) {
    const market: AuditMarket = {
      id: marketId,
      baseAsset: terms.baseAsset,
      quoteAsset: terms.quoteAsset,
      lotUnits: BigInt(terms.lotUnits),
      tickSize: terms.tickSize,
      takerFeePips: BigInt(terms.takerFeePips),
      takerDiscounts: [],
      fees: 0n,
    };
    ledger.markets.set(marketId, market);
    ledger.figures.setAll(marketRead(marketId), "", terms, place);
    ledger.figures.set({ contract: "exchange", functionName: "counts", args: [] }, "markets", BigInt(marketId), place);
    writeFees(ledger, market, place);
  },
  MarketPhaseSet({ marketId, phase, endsAt }, place, ledger) {
    ledger.figures.set(marketRead(marketId), "phase", BigInt(phase), place);
    const read: Read = { contract: "exchange", functionName: "marketPhase", args: [BigInt(marketId)] };
    ledger.figures.setAll(read, "", { phase, endsAt }, place);
  },
  MarketFeesSet({ marketId, ...fees }, place, ledger) {
    ledger.figures.setAll(marketRead(marketId), "", fees, place);
    const market = marketOf(ledger, marketId, place);
    if (market !== null) market.takerFeePips = BigInt(fees.takerFeePips);
  },
  FeeTiersSet({ marketId, tiers }, place, ledger) {
    const market = marketOf(ledger, marketId, place);
    if (market !== null) market.takerDiscounts = tiers.map(({ takerDiscountPips }) => BigInt(takerDiscountPips));
  },
  MarketLabelsSet({ marketId, labels }, place, ledger) {
    const read: Read = { contract: "exchange", functionName: "marketLabels", args: [BigInt(marketId)] };
    ledger.figures.set(read, "required", labels, place);
  },
  FeesCollected({ asset, amount }, place, ledger) {
    const spilled = ledger.spilledFees.get(asset) ?? 0n;
    // the event names no market; of several with the same amount any one leaves the same figures behind
    const market = [...ledger.markets.values()].find(
      ({ quoteAsset, fees }) => quoteAsset === asset && fees + spilled === amount,
    );
    if (market === undefined) {
      expectSame(ledger, "event", `fees collected in asset ${asset}`, "no market has collected it", amount, place);
      return;
    }
    market.fees = 0n;
    ledger.spilledFees.set(asset, 0n);
    for (const each of ledger.markets.values()) if (each.quoteAsset === asset) writeFees(ledger, each, place);
  },
  Deposited({ account, asset, amount, freeAfter }, place, ledger) {
    const after = moveFree(ledger, lower(account), asset, amount, place);
    expectSame(ledger, "event", `exchange.balanceOf(${lower(account)}, ${asset})`, after, freeAfter, place);
  },
  Withdrawn({ account, asset, amount, freeAfter }, place, ledger) {
    const after = moveFree(ledger, lower(account), asset, -amount, place);
    expectSame(ledger, "event", `exchange.balanceOf(${lower(account)}, ${asset})`, after, freeAfter, place);
  },
  GateSet({ gate }, place, ledger) {
    ledger.figures.set({ contract: "exchange", functionName: "gate", args: [] }, "", lower(gate), place);
  },
  DeadManSet({ account, until }, place, ledger) {
    const read: Read = { contract: "exchange", functionName: "deadMan", args: [lower(account)] };
    ledger.figures.set(read, "", BigInt(until), place);
  },
  OperatorSet({ account, operator, until }, place, ledger) {
    const args = [lower(account), lower(operator)];
    ledger.figures.set({ contract: "exchange", functionName: "operatorUntil", args }, "", BigInt(until), place);
  },
};
