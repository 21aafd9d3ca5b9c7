import type { HexString } from "@carbonxchange/sdk";

/**
 * What an order id in the chain's logs may one day need a keeper for. ORDER: rests and expires. CONDITIONAL: trails the
 * price, or expires. PARENT: is worked off in slices. ICEBERG: gives its expiry to the parts it shows.
 */
export type HintKind = "ORDER" | "CONDITIONAL" | "PARENT" | "ICEBERG";

/** The block whose log told. */
export type HintBlock = { number: bigint; hash: HexString };

/**
 * What a log tells of an order that may need a keeper, in the order of the logs. `dueAt` in unix seconds: the expiry, of a
 * parent the start; zero for none. SHOWN: a part of an iceberg, which expires when the iceberg does.
 */
export type HintEvent = { block: HintBlock } & (
  | { type: "BORN"; orderId: bigint; kind: HintKind; dueAt: bigint; trails: boolean }
  | { type: "SHOWN"; orderId: bigint; icebergId: bigint }
  | { type: "ENDED"; orderId: bigint }
);
