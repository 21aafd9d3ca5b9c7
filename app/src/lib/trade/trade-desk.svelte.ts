import { untrack } from "svelte";
import { Resource } from "../chain/resource.svelte.ts";
import { readChainTrades } from "../market/chain-trades.ts";
import { MarketFeed } from "../market/market-feed.svelte.ts";
import type { MarketInfo } from "../market/market-info.ts";
import { readDepth, readPhase } from "../market/market-reader.ts";
import { MyOrders } from "../market/my-orders.svelte.ts";
import type { Services } from "../services.ts";
import { TicketState } from "../ticket/ticket-state.svelte.ts";
import { readMarketBalances, type MarketBalances } from "../vault/balances.ts";

/** Everything the trade page of one market holds: its feed, the account's balances and orders, and the ticket. */
export class TradeDesk {
  #market = $state.raw() as MarketInfo;
  readonly feed: MarketFeed;
  readonly ticket = new TicketState();
  readonly balances = new Resource<MarketBalances>();
  readonly #services: Services;
  readonly #myOrders = $derived.by(() => this.#makeOrders());
  #ordersProblem = new Resource<true>();

  constructor(services: Services, market: MarketInfo) {
    this.#services = services;
    this.#market = market;
    this.feed = new MarketFeed({
      marketId: market.id,
      openSocket: () => new WebSocket(services.api.socketUrl),
      nowMs: () => Date.now(),
      nextFrame: (commit) => requestAnimationFrame(commit),
    });
  }

  get market(): MarketInfo {
    return this.#market;
  }

  /** Takes newly read terms of the same market. */
  set market(market: MarketInfo) {
    this.#market = market;
  }

  get myOrders(): MyOrders | null {
    return this.#myOrders;
  }

  get ordersProblem(): string {
    return this.#ordersProblem.problem;
  }

  get nowSeconds(): number {
    return Number(this.#services.clock.timestamp) || Math.floor(Date.now() / 1000);
  }

  get bestBidTicks(): number | null {
    return this.feed.book.bids.size > 0 ? Math.max(...this.feed.book.bids.keys()) : null;
  }

  get bestAskTicks(): number | null {
    return this.feed.book.asks.size > 0 ? Math.min(...this.feed.book.asks.keys()) : null;
  }

  /** Prices at which the account has live orders of its own, for the marks in the ladder. */
  get ownPrices(): { bids: ReadonlySet<number>; asks: ReadonlySet<number> } {
    const resting = this.#myOrders?.orders.filter((order) => !order.deferred) ?? [];
    const at = (side: "BID" | "ASK") =>
      new Set(resting.filter((order) => order.side === side).map(({ priceTicks }) => priceTicks));
    return { bids: at("BID"), asks: at("ASK") };
  }

  /** Reads what belongs to the account again. */
  refreshAccount(): void {
    const { reader, wallet } = this.#services;
    const account = wallet.address;
    if (!account) return this.balances.clear();
    void this.balances.refresh(() => readMarketBalances(reader, account, this.market));
    const orders = this.#myOrders;
    if (orders) void this.#ordersProblem.refresh(() => orders.refresh().then(() => true as const));
  }

  /** Reads the market's phase again: a breaker may open an auction from one block to the next. */
  refreshPhase(): void {
    readPhase(this.#services.reader, this.#market.id).then(
      ({ phase, phaseEndsAt }) => {
        const { phase: was, phaseEndsAt: until } = this.#market;
        if (phase !== was || phaseEndsAt !== until) this.#market = { ...this.#market, phase, phaseEndsAt };
      },
      () => undefined, // the clock's banner tells of a chain that does not answer
    );
  }

  /** Reads book and tape from the contract; does nothing while the socket is in step. */
  refreshFromChain(): void {
    if (this.feed.status === "LIVE") return;
    const { reader } = this.#services;
    const ignore = () => undefined; // the clock's banner tells of a chain that does not answer
    readDepth(reader, this.market.id).then((book) => this.feed.takeFromChain(book), ignore);
    readChainTrades(reader, this.market).then((trades) => this.feed.takeTradesFromChain(trades), ignore);
  }

  #makeOrders(): MyOrders | null {
    const { api, reader, wallet } = this.#services;
    const account = wallet.address;
    return account ? untrack(() => new MyOrders({ api, reader, marketId: this.#market.id, account })) : null;
  }
}
