import { ponder } from "ponder:registry";
import type { EventNames } from "ponder:registry";
import type { Hex } from "viem";
import { createPonderStore } from "./ponder-store.ts";
import type { PonderDb } from "./ponder-store.ts";
import { EVENT_KEYS, applyEvent } from "./projections/index.ts";

for (const key of EVENT_KEYS) {
  ponder.on(key satisfies EventNames, async ({ event, context }) => {
    const meta = {
      block: event.block.number,
      blockHash: event.block.hash,
      timestamp: event.block.timestamp,
      txHash: event.transaction.hash,
      logIndex: event.log.logIndex,
    };
    const exchange = String(context.contracts.Exchange.address).toLowerCase() as Hex;
    const store = createPonderStore(context.db as unknown as PonderDb);
    await applyEvent({ key, args: event.args, meta }, { store, exchange });
  });
}
