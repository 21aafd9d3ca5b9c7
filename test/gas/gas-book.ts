import type { TransactionReceipt } from "viem";
import { decodeEventLog } from "viem";
import { MARKET, TRADERS, createGasMarket } from "./gas-market.ts";
import type { GasMarket } from "./gas-market.ts";

export const BID = 0;
export const ASK = 1;
export type Side = typeof BID | typeof ASK;

const LIMIT_GTC = 0;
const MARKET_ORDER = 4;

/** Far from everything that is measured: what keeps the market's bitmaps from ever being empty. */
const LOWEST = 10;
const HIGHEST = 65_000;
const FIRST_PRICE = 50_000;

/** A market in use, and the orders that scenarios are made of. */
export interface GasBook extends GasMarket {
  /** Receipt gas of a call by an account. */
  gas: (from: number, functionName: string, args: readonly unknown[]) => Promise<bigint>;
  /** Receipt gas of a GTC order; `displayLots` of an iceberg. */
  place: (maker: number, side: Side, ticks: number, lots: bigint, displayLots?: number) => Promise<bigint>;
  /** The same, for its order id. */
  placeForId: (maker: number, side: Side, ticks: number, lots: bigint) => Promise<bigint>;
  /** Places one order per tick in one transaction; answers the ids. */
  placeMany: (maker: number, side: Side, ticks: readonly number[]) => Promise<readonly bigint[]>;
  /** Places one order per tick in one transaction; answers its receipt gas. */
  placeManyGas: (maker: number, side: Side, ticks: readonly number[]) => Promise<bigint>;
  cancelMany: (maker: number, ids: readonly bigint[]) => Promise<void>;
  /** Receipt gas of a market order by the taker, which must fill wholly. */
  take: (side: Side, worstTicks: number, lots: bigint) => Promise<bigint>;
}

const request = (side: Side, ticks: number, lots: bigint, orderType = LIMIT_GTC, displayLots = 0) => ({
  marketId: MARKET,
  side,
  orderType,
  priceTicks: ticks,
  lots: Number(lots),
  minFillLots: orderType === MARKET_ORDER ? Number(lots) : 0,
  expiry: 0,
  maxFills: 100,
  clientId: 1n,
  selfTrade: 0,
  displayLots,
});

/** A market that has traded, so that its fee account is not zero, with an order on both sides far from where it is measured. */
export async function createGasBook(): Promise<GasBook> {
  const market = await createGasMarket();
  const { chain, exchange } = market;
  const call = (from: number, functionName: string, args: readonly unknown[]) =>
    chain.call(from, exchange, functionName, args);
  const placeMany = (maker: number, side: Side, ticks: readonly number[]) =>
    call(maker, "placeBatch", [ticks.map((tick) => request(side, tick, 5n))]);

  function orderIds({ logs }: TransactionReceipt): bigint[] {
    return logs.flatMap(({ data, topics }) => {
      const { args } = decodeEventLog({ abi: exchange.abi, data, topics });
      const { orderId } = args as unknown as { orderId?: bigint };
      return orderId === undefined ? [] : [orderId];
    });
  }

  const book: GasBook = {
    ...market,
    gas: async (...what) => (await call(...what)).gasUsed,
    place: (maker, side, ticks, lots, displayLots) =>
      book.gas(maker, "place", [request(side, ticks, lots, LIMIT_GTC, displayLots)]),
    async placeForId(maker, side, ticks, lots) {
      const [id] = orderIds(await call(maker, "place", [request(side, ticks, lots)]));
      if (id === undefined) throw new Error("nothing was placed");
      return id;
    },
    placeMany: async (...orders) => orderIds(await placeMany(...orders)),
    placeManyGas: async (...orders) => (await placeMany(...orders)).gasUsed,
    async cancelMany(maker, ids) {
      await call(maker, "cancelBatch", [ids]);
    },
    take: (side, ticks, lots) => book.gas(TRADERS, "place", [request(side, ticks, lots, MARKET_ORDER)]),
  };
  await book.place(1, BID, LOWEST, 1n);
  await book.place(1, ASK, HIGHEST, 1n);
  await book.place(1, BID, FIRST_PRICE, 1n);
  await book.take(ASK, FIRST_PRICE, 1n);
  return book;
}
