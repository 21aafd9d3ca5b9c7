import {
  enumName,
  exchangeAbi,
  ORDER_TYPES,
  SIDES,
  unpackOrderId,
  type OrderDto,
  type OrderType,
  type Page,
  type Side,
} from "@carbonxchange/sdk";
import { parseEventLogs, type Address, type TransactionReceipt } from "viem";
import type { ApiClient } from "../rest/api-client.ts";
import type { ChainReader } from "../chain/chain-reader.ts";

/** One of the account's live orders, as the contract stores it now. */
export type LiveOrder = {
  id: bigint;
  marketId: number;
  side: Side;
  orderType: OrderType;
  priceTicks: number;
  lots: bigint;
  expiry: number;
  deferred: boolean;
};

type Dependencies = { api: ApiClient; reader: ChainReader; marketId: number; account: Address };

/**
 * The account's live orders of one market. The API or the chain's events name candidates; each is then read from the
 * contract, so that what is shown is what can be cancelled.
 */
export class MyOrders {
  readonly #deps: Dependencies;
  readonly #noted = new Set<bigint>();
  #orders = $state.raw<readonly LiveOrder[]>([]);

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  get orders(): readonly LiveOrder[] {
    return this.#orders;
  }

  /** Takes the order that a receipt says was placed, ahead of the indexer. */
  note(receipt: TransactionReceipt): void {
    const logs = parseEventLogs({ abi: exchangeAbi, logs: receipt.logs, eventName: ["OrderPlaced", "OrderDeferred"] });
    for (const { args } of logs) this.#noted.add(args.orderId);
  }

  async refresh(): Promise<void> {
    const candidates = new Set([...(await this.#candidates()), ...this.#noted]);
    const orders = await Promise.all([...candidates].map((id) => this.#read(id)));
    this.#orders = orders
      .filter((order) => order !== null)
      .sort((a, b) => b.priceTicks - a.priceTicks || Number(a.id - b.id));
  }

  async #candidates(): Promise<bigint[]> {
    const { api, account, marketId } = this.#deps;
    const owner = account.toLowerCase();
    const answer = await api.get<Page<OrderDto>>("/orders", { owner, marketId, status: "live", limit: 200 });
    return answer.ok ? answer.value.items.map(({ id }) => BigInt(id)) : this.#fromEvents();
  }

  async #fromEvents(): Promise<bigint[]> {
    const { reader, account, marketId } = this.#deps;
    const filter = {
      address: reader.at("exchange"),
      abi: exchangeAbi,
      args: { owner: account },
      strict: true,
    } as const;
    const range = { fromBlock: reader.startBlock, toBlock: "latest" } as const;
    const [placed, shown, deferred] = await Promise.all([
      reader.client.getContractEvents({ ...filter, ...range, eventName: "OrderPlaced" }),
      reader.client.getContractEvents({ ...filter, ...range, eventName: "IcebergShown" }),
      reader.client.getContractEvents({ ...filter, ...range, eventName: "OrderDeferred" }),
    ]);
    const ids = [...placed, ...shown, ...deferred].map(({ args }) => args.orderId);
    return ids.filter((id) => unpackOrderId(id).marketId === marketId);
  }

  async #read(id: bigint): Promise<LiveOrder | null> {
    const { client, at } = this.#deps.reader;
    const view = await client.readContract({
      address: at("exchange"),
      abi: exchangeAbi,
      functionName: "order",
      args: [id],
    });
    if (!view.live) {
      this.#noted.delete(id);
      return null;
    }
    return {
      id,
      marketId: view.marketId,
      side: enumName(SIDES, view.side),
      orderType: enumName(ORDER_TYPES, view.orderType),
      priceTicks: view.priceTicks,
      lots: BigInt(view.lots),
      expiry: view.expiry,
      deferred: unpackOrderId(id).kind === "DEFERRED",
    };
  }
}
