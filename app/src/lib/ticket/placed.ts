import { exchangeAbi } from "@carbonxchange/sdk";
import { parseEventLogs, type TransactionReceipt } from "viem";
import { lotTonnes, price, quote } from "../format/numbers.ts";
import type { MarketInfo } from "../market/market-info.ts";

/** What became of a placed order, in one sentence, from the events of its receipt. */
export function readPlaced(receipt: TransactionReceipt, market: MarketInfo): string {
  const logs = parseEventLogs({
    abi: exchangeAbi,
    logs: receipt.logs,
    eventName: ["Taken", "OrderPlaced", "OrderDeferred", "BreakerTripped"],
  });
  const parts: string[] = [];
  for (const log of logs) {
    if (log.eventName === "Taken" && log.args.filledLots > 0) {
      const { filledLots, notional, takerFee } = log.args;
      const amount = quote(notional, market.quoteDecimals);
      const fee = quote(takerFee, market.quoteDecimals);
      parts.push(`Traded ${lotTonnes(BigInt(filledLots), market)} t for ${amount} ${market.quoteSymbol}, fee ${fee}.`);
    } else if (log.eventName === "OrderPlaced") {
      parts.push(`${lotTonnes(BigInt(log.args.lots), market)} t wait in the book.`);
    } else if (log.eventName === "OrderDeferred") {
      parts.push(`${lotTonnes(BigInt(log.args.lots), market)} t wait for the keeper.`);
    } else if (log.eventName === "BreakerTripped") {
      const at = price(log.args.priceTicks, market);
      parts.push(`The next price, ${at}, was too far from the last ones: the market went into an auction.`);
    }
  }
  return parts.join(" ") || "Nothing traded and nothing waits.";
}
