import { answer } from "./answer.ts";
import { packOrderId, type MarketPhase } from "@carbonxchange/sdk";
import type { Action, BlockHead, HintEvent, Receipt, RestingOrder } from "../../src/domain/index.ts";
import type {
  BlockSource,
  BroadcastOutcome,
  ChainReader,
  SignedTransaction,
  TransactionSender,
} from "../../src/ports/index.ts";
import { hash } from "../fixtures/builders.ts";
import {
  addConditional,
  addParent,
  dueWaiting,
  emptyWaitingState,
  executeWaiting,
  marketView,
} from "./waiting-work.ts";
import type { Refused, WaitingState } from "./waiting-work.ts";

const GAS = 100_000n;
const BALANCE = 10n ** 20n;
const SIGNER = "0x00000000000000000000000000000000000000aa";

type Pending = { raw: `0x${string}`; hash: `0x${string}`; nonce: number; maxFee: bigint; action: Action | null };
type Birth = Omit<Extract<HintEvent, { type: "BORN" }>, "block">;
type Deferred = { lots: bigint };
type State = WaitingState & { orders: Map<bigint, RestingOrder>; queue: Deferred[]; head: number };

/**
 * A chain with one market whose orders, deferred ones and transaction pool live in memory. One crank step finishes one
 * deferred order. Blocks are mined on arrival unless `automine` is off.
 */
export function createMemoryChain() {
  let blocks: BlockHead[] = [block(0n, 1_000n)];
  let state: State = { ...emptyWaitingState(), orders: new Map(), queue: [], head: 1 };
  const states = new Map<bigint, State>([[0n, structuredClone(state)]]);
  let pool: Pending[] = [];
  let nonce = 0;
  let branch = 0n;
  const receipts = new Map<string, Receipt>();
  const told: HintEvent[] = [];
  const untold: Birth[] = [];
  const chain = {
    automine: true,
    baseFee: 10n,
    down: false,
    revertNext: false,
    simulationError: null as string | null,
  };

  const head = () => blocks.at(-1) ?? block(0n, 0n);
  const stateAt = (at: BlockHead) => states.get(at.number) ?? state;

  function mine(seconds = 1n): void {
    const next = { ...block(head().number + 1n, head().timestamp + seconds, branch), parentHash: head().hash };
    blocks.push(next);
    for (const event of untold.splice(0)) told.push({ ...event, block: next });
    for (const transaction of pool.toSorted((a, b) => a.nonce - b.nonce)) {
      if (transaction.nonce !== nonce || transaction.maxFee < chain.baseFee) continue;
      nonce += 1;
      const success = !chain.revertNext;
      chain.revertNext = false;
      if (success && transaction.action !== null) execute(transaction.action, next);
      receipts.set(transaction.hash, {
        hash: transaction.hash,
        block: next.number,
        success,
        gasUsed: GAS,
        effectiveGasPrice: chain.baseFee,
      });
    }
    pool = pool.filter((transaction) => transaction.nonce >= nonce);
    states.set(next.number, structuredClone(state));
  }

  function execute(action: Action, at: BlockHead): bigint | Refused {
    let progress = 0n;
    if (action.job === "crank") {
      while (progress < BigInt(action.maxSteps) && state.queue.length > 0 && works(state.phase)) {
        state.queue.shift();
        state.head += 1;
        progress += 1n;
      }
      return progress;
    }
    if (action.job !== "prune") return executeWaiting(state, action, at);
    for (const id of action.orderIds) {
      const order = state.orders.get(id);
      if (order?.live !== true || order.expiry === 0n || order.expiry >= at.timestamp) continue;
      state.orders.set(id, { ...order, live: false, lots: 0n });
      progress += 1n;
    }
    return progress;
  }

  function dryRun(action: Action): bigint | Refused {
    const kept = structuredClone(state);
    const progress = execute(action, head());
    state = kept;
    return progress;
  }

  const sign = (action: Action | null, atNonce: number, maxFee: bigint): SignedTransaction => {
    const text = JSON.stringify({ action, nonce: atNonce, maxFee }, (_, value: unknown) =>
      typeof value === "bigint" ? { big: value.toString() } : value,
    );
    const raw = `0x${Buffer.from(text).toString("hex")}` as const;
    return { raw, hash: hash(checksum(raw)) };
  };
  const actions = new Map<string, Action>();

  const reader: ChainReader = {
    head: () =>
      answer(() => {
        refuseWhenDown();
        return head();
      }),
    isCanonical: (at) => answer(() => blocks.some((one) => one.hash === at.hash && one.number === at.number)),
    queues: (at) =>
      answer(() => {
        const { queue, head: first, phase } = stateAt(at);
        return [{ marketId: 1, phase, head: first, tail: first + queue.length, headLots: queue[0]?.lots ?? 0n }];
      }),
    markets: (at) => answer(() => [marketView(stateAt(at))]),
    orders: (ids, at) => answer(() => ids.flatMap((id) => stateAt(at).orders.get(id) ?? [])),
    conditionals: (ids, at) => answer(() => ids.flatMap((id) => stateAt(at).conditionals.get(id) ?? [])),
    parents: (ids, at) => answer(() => ids.flatMap((id) => stateAt(at).parents.get(id) ?? [])),
    dueWaiting: (_marketIds, at) => answer(() => dueWaiting(stateAt(at), at)),
  };

  const toldOf = (isOf: (at: HintEvent["block"]) => boolean) => told.filter((event) => isOf(event.block));
  const source: BlockSource = {
    byHash: (wanted) => answer(() => blocks.find((one) => one.hash === wanted) ?? null),
    byNumber: (wanted) => answer(() => blocks.find((one) => one.number === wanted) ?? null),
    hintsOf: (at) => answer(() => toldOf(({ hash: of }) => of === at.hash)),
    hintsBetween: (from, to) => answer(() => toldOf(({ number }) => number >= from && number <= to)),
  };

  const sender: TransactionSender = {
    address: SIGNER,
    simulate: (action) =>
      answer(() => {
        refuseWhenDown();
        if (chain.simulationError !== null) return { ok: false, errorName: chain.simulationError, detail: "told to" };
        if (action.job === "crank" && action.marketId !== 1) {
          return { ok: false, errorName: "Exchange_UnknownMarket", detail: "one market only" };
        }
        const data = `0x${Buffer.from(actionKey(action)).toString("hex")}` as const;
        actions.set(data, action);
        const progress = dryRun(action);
        if (typeof progress !== "bigint") return { ok: false, ...progress, detail: "refused" };
        return { ok: true, progress, call: { to: SIGNER, data, gas: progress === 0n ? 0n : GAS } };
      }),
    marketFees: () => answer(() => ({ baseFeePerGas: chain.baseFee, suggestedTip: 1n })),
    latestNonce: () => answer(() => nonce),
    balance: () => answer(() => BALANCE),
    sign: (call, atNonce, fees) => answer(() => sign(actions.get(call.data) ?? null, atNonce, fees.maxFeePerGas)),
    signCancel: (atNonce, fees) => answer(() => sign(null, atNonce, fees.maxFeePerGas)),
    broadcast: (raw): Promise<BroadcastOutcome> =>
      answer(() => {
        if (chain.down) return { outcome: "UNKNOWN", detail: "down" };
        const transaction = parse(raw);
        if (receipts.has(transaction.hash) || transaction.nonce < nonce)
          return { outcome: "NONCE_USED", detail: "used" };
        const rival = pool.find((other) => other.nonce === transaction.nonce);
        if (rival?.hash === transaction.hash) return { outcome: "ACCEPTED" };
        if (rival !== undefined && transaction.maxFee * 10n < rival.maxFee * 11n) {
          return { outcome: "UNDERPRICED", detail: "replacement" };
        }
        pool = [...pool.filter((other) => other !== rival), transaction];
        if (chain.automine) mine();
        return { outcome: "ACCEPTED" };
      }),
    revertReason: () => answer(() => "Exchange_NothingCrosses"),
    receipt: (wanted) => answer(() => receipts.get(wanted) ?? null),
  };

  function refuseWhenDown(): void {
    if (chain.down) throw new Error("the node is down");
  }

  return {
    ...{ reader, sender, source, chain, mine },
    get nonce() {
      return nonce;
    },
    /** Entries of the audit log; zero while its view does not answer. */
    logSize: 0n,
    anchoredAt: (at: BlockHead) => stateAt(at).anchored,
    postedAt: (at: BlockHead) => stateAt(at).posted.at(-1) ?? 0n,
    setPhase(phase: MarketPhase, lastsSeconds = 0n) {
      state.phase = phase;
      state.endsAt = lastsSeconds === 0n ? 0n : head().timestamp + lastsSeconds;
      mine();
    },
    conditional(fields: Parameters<typeof addConditional>[1] = {}): bigint {
      const id = addConditional(state, fields);
      const { trailTicks = 0, expiry = 0n } = fields;
      if (trailTicks !== 0 || expiry !== 0n) {
        untold.push({ type: "BORN", orderId: id, kind: "CONDITIONAL", dueAt: expiry, trails: trailTicks !== 0 });
      }
      mine();
      return id;
    },
    /** The price comes to what a conditional order waits for. */
    meet(orderId: bigint): void {
      state.dueStops.push(orderId);
      mine();
    },
    setReference(ticks: number): void {
      state.referenceTicks = ticks;
      mine();
    },
    parent(dueAt: bigint): bigint {
      const id = addParent(state, dueAt);
      untold.push({ type: "BORN", orderId: id, kind: "PARENT", dueAt, trails: false });
      mine();
      return id;
    },
    defer(lots: bigint): void {
      state.queue.push({ lots });
      mine();
    },
    rest(expiry: bigint, lots = 5n): bigint {
      const orderId = packOrderId({ marketId: 1, kind: "ASK", priceTicks: 1_250, sequence: state.orders.size + 1 });
      state.orders.set(orderId, { orderId, marketId: 1, lots, expiry, live: true });
      if (expiry !== 0n) untold.push({ type: "BORN", orderId, kind: "ORDER", dueAt: expiry, trails: false });
      mine();
      return orderId;
    },
    /** Somebody else uses the signer's next nonce. */
    useNonceElsewhere(): void {
      nonce += 1;
      mine();
    },
    /** Forgets the pool, as a node that restarts does. */
    dropPool(): void {
      pool = [];
    },
    /** Takes the newest block back; its transactions are gone from the pool as well. */
    reorganise(): void {
      const { number: gone, hash: goneHash } = head();
      told.splice(0, told.length, ...told.filter(({ block: at }) => at.hash !== goneHash));
      branch += 1n;
      blocks = blocks.slice(0, -1);
      state = structuredClone(states.get(gone - 1n) ?? state);
      for (const [key, receipt] of receipts) {
        if (receipt.block !== gone) continue;
        receipts.delete(key);
        nonce -= 1;
      }
    },
  };
}

export type MemoryChain = ReturnType<typeof createMemoryChain>;

/** Whether a market's queue is worked in a phase. */
const works = (phase: MarketPhase): boolean => phase === "CONTINUOUS" || phase === "DELISTED";

function block(number: bigint, timestamp: bigint, branch = 0n): BlockHead {
  const base = 10_000n + branch * 1_000_000n;
  return { number, timestamp, hash: hash(base + number), parentHash: hash(base + number - 1n) };
}

function parse(raw: `0x${string}`): Pending {
  const parsed = JSON.parse(Buffer.from(raw.slice(2), "hex").toString(), (_, value: unknown) =>
    typeof value === "object" && value !== null && "big" in value ? BigInt(String(value.big)) : value,
  ) as { action: Action | null; nonce: number; maxFee: bigint };
  return { raw, hash: hash(checksum(raw)), nonce: parsed.nonce, maxFee: parsed.maxFee, action: parsed.action };
}

function actionKey(action: Action): string {
  const { works: _works, lane: _lane, ...call } = action;
  return JSON.stringify(call, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

/** FNV-1a over the text, wide enough for a test. */
function checksum(text: string): bigint {
  let sum = 14_695_981_039_346_656_037n;
  for (let index = 0; index < text.length; index++) {
    sum = BigInt.asUintN(64, (sum ^ BigInt(text.charCodeAt(index))) * 1_099_511_628_211n);
  }
  return sum;
}
