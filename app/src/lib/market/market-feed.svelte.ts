import type { SocketMessage, SocketRequest, TradeDto } from "@carbonxchange/sdk";
import { applyDelta, EMPTY_BOOK, fromSnapshot, type DepthBook } from "./depth-book.ts";

/** LIVE: the API's socket speaks. CHAIN: it does not, the book is read from the contract. CONNECTING: neither yet. */
export type FeedStatus = "CONNECTING" | "LIVE" | "CHAIN";

type Dependencies = {
  marketId: number;
  openSocket: () => WebSocket;
  nowMs: () => number;
  nextFrame: (commit: () => void) => void;
};

const KEPT_TRADES = 60;
const PING_MS = 5_000;
const SILENCE_MS = 12_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;

/**
 * One market's live book and tape. Updates land in a plain field however fast they come; the screen gets one commit per
 * frame. A gap in the numbering means a new subscription; a silent or lost socket means back-off and the chain meanwhile.
 */
export class MarketFeed {
  readonly #deps: Dependencies;
  #book = $state.raw<DepthBook>(EMPTY_BOOK);
  #trades = $state.raw<readonly TradeDto[]>([]);
  #status = $state<FeedStatus>("CONNECTING");
  #heardAtMs = $state(0);
  #problem = $state("");

  #latest: DepthBook = EMPTY_BOOK;
  #latestTrades: readonly TradeDto[] = [];
  #tradesSeq: { epoch: string; seq: number } | null = null;
  #synchronised = false;
  #framePending = false;
  #socket: WebSocket | undefined;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  get book(): DepthBook {
    return this.#book;
  }

  get trades(): readonly TradeDto[] {
    return this.#trades;
  }

  get status(): FeedStatus {
    return this.#status;
  }

  /** When anything was heard last, from the socket or from the chain. */
  get heardAtMs(): number {
    return this.#heardAtMs;
  }

  get problem(): string {
    return this.#problem;
  }

  /** Connects; returns what stops it for good. */
  start(): () => void {
    this.#connect();
    const watch = setInterval(() => this.#watch(), PING_MS);
    return () => {
      this.#stopped = true;
      clearInterval(watch);
      clearTimeout(this.#retryTimer);
      this.#socket?.close();
    };
  }

  /** Takes a book read from the contract; ignored while the socket is in step. */
  takeFromChain(book: DepthBook): void {
    if (this.#synchronised) return;
    this.#latest = book;
    this.#status = "CHAIN";
    this.#heard();
  }

  /** Takes trades read from the contract's events; ignored while the socket is in step. */
  takeTradesFromChain(trades: readonly TradeDto[]): void {
    if (this.#synchronised) return;
    this.#latestTrades = trades.slice(0, KEPT_TRADES);
    this.#commitSoon();
  }

  #connect(): void {
    if (this.#stopped) return;
    const socket = this.#deps.openSocket();
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#subscribe();
    });
    socket.addEventListener("message", ({ data }) => this.#receive(String(data)));
    socket.addEventListener("close", () => {
      if (socket === this.#socket) this.#lost();
    });
  }

  #lost(): void {
    this.#synchronised = false;
    if (this.#stopped) return;
    if (this.#status === "LIVE") this.#status = "CONNECTING";
    this.#retryTimer = setTimeout(() => this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #subscribe(): void {
    this.#synchronised = false;
    const { marketId } = this.#deps;
    this.#send({ op: "subscribe", channel: "depth", marketId });
    this.#send({ op: "subscribe", channel: "trades", marketId });
  }

  #send(request: SocketRequest): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request));
  }

  #watch(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    if (this.#synchronised && this.#deps.nowMs() - this.#heardAtMs > SILENCE_MS) this.#socket.close();
    else this.#send({ op: "ping" });
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as SocketMessage;
    if (message.type === "error") this.#problem = message.message;
    if (message.type === "pong" && this.#synchronised) this.#heardAtMs = this.#deps.nowMs();
    if (!("marketId" in message) || message.marketId !== this.#deps.marketId) return;
    if (message.type === "unsubscribed") return;
    if (message.channel === "depth") this.#takeDepth(message);
    else this.#takeTrades(message);
  }

  #takeDepth(message: Extract<SocketMessage, { channel: "depth"; type: "snapshot" | "delta" }>): void {
    if (message.type === "snapshot") {
      this.#latest = fromSnapshot(message);
      this.#synchronised = true;
      this.#status = "LIVE";
      this.#problem = "";
      return this.#heard();
    }
    if (!this.#synchronised) return;
    const next = applyDelta(this.#latest, message);
    if (!next) return this.#subscribe();
    this.#latest = next;
    this.#heard();
  }

  #takeTrades(message: Extract<SocketMessage, { channel: "trades"; type: "snapshot" | "delta" }>): void {
    const known = this.#tradesSeq;
    if (message.type === "delta" && (known?.epoch !== message.epoch || known.seq !== message.prev)) {
      this.#tradesSeq = null;
      return this.#send({ op: "subscribe", channel: "trades", marketId: this.#deps.marketId });
    }
    this.#tradesSeq = { epoch: message.epoch, seq: message.seq };
    const all = message.type === "snapshot" ? message.trades : [...message.trades, ...this.#latestTrades];
    const byId = new Map(all.map((trade) => [trade.id, trade]));
    this.#latestTrades = [...byId.values()].sort((a, b) => b.timestamp - a.timestamp).slice(0, KEPT_TRADES);
    this.#heard();
  }

  #heard(): void {
    this.#heardAtMs = this.#deps.nowMs();
    this.#commitSoon();
  }

  #commitSoon(): void {
    if (this.#framePending) return;
    this.#framePending = true;
    this.#deps.nextFrame(() => {
      this.#framePending = false;
      this.#book = this.#latest;
      this.#trades = this.#latestTrades;
    });
  }
}
