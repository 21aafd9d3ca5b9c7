import type { Hex } from "viem";
import type { ChainEvent, EventKey } from "./events.ts";
import type { Store } from "./store.ts";

/** What a projection works with: the tables, and the exchange's address, whose token balance is its custody. */
export type ProjectionContext = { store: Store; exchange: Hex };

/** Turns one event into row changes. Reads only the tables, never the chain. */
export type Projection<K extends EventKey> = (event: ChainEvent<K>, context: ProjectionContext) => Promise<void>;
