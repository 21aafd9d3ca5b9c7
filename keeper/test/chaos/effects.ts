import { exchangeAbi, unpackOrderId } from "@carbonxchange/sdk";
import { parseEventLogs } from "viem";
import { expect } from "vitest";
import type { Anvil } from "../fixtures/anvil.ts";
import type { ExchangeWorld } from "../fixtures/exchange-world.ts";

type Chain = { anvil: () => Anvil; world: () => ExchangeWorld };
const LOT_UNITS = 1_000n;

/** What the exchange has logged since the chain began, on the branch that stands. */
export async function eventsOf({ world }: Chain) {
  const { address } = world().deployment.contracts.exchange;
  const logs = await world().client.getLogs({ address, fromBlock: 0n });
  return parseEventLogs({ abi: exchangeAbi, logs });
}

/**
 * Asserts by the chain alone that bob's deferred bids of so many lots, all that there were, were executed once each, whole and in
 * the order of the queue, and that no transaction waits in the pool, hence no nonce was left out.
 */
export async function expectEachOnce(chain: Chain, lots: readonly bigint[]): Promise<void> {
  const events = await eventsOf(chain);
  const progress = events.flatMap((event) =>
    event.eventName === "DeferredProgressed"
      ? [
          {
            sequence: unpackOrderId(event.args.orderId).sequence,
            filled: event.args.lotsFilled,
            left: event.args.lotsLeft,
          },
        ]
      : [],
  );
  expect(progress).toEqual(lots.map((filled, index) => ({ sequence: index + 1, filled: Number(filled), left: 0 })));
  expect(events.filter(({ eventName }) => eventName === "DeferredCancelled")).toEqual([]);
  const [head, tail] = await chain.world().queue();
  expect([head, tail]).toEqual([lots.length + 1, lots.length + 1]);
  expect(await chain.world().creditsOf("bob")).toBe(lots.reduce((sum, each) => sum + each, 0n) * LOT_UNITS);
  expect(await chain.anvil().rpc("txpool_status")).toEqual({ pending: "0x0", queued: "0x0" });
}
