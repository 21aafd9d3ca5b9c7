import { answer } from "./answer.ts";
import { packOrderId, type MarketPhase } from "@carbonxchange/sdk";
import type { Action, BlockHead, HintEvent, Receipt, RestingOrder } from "../../src/domain/index.ts";
import type {
  BlockSource,
  BroadcastOutcome,
  BundledCall,
  CallOutcome,
  ChainReader,
  TransactionSender,
} from "../../src/ports/index.ts";
import { hash } from "../fixtures/builders.ts";
import { dataOf, parseRaw, signRaw, type Pending } from "./raw-transaction.ts";
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
  const nonces = new Map<string, number>();
  const nonceOf = (signer: string) => nonces.get(signer) ?? 0;
  let branch = 0n;
  const receipts = new Map<string, Receipt>();
  const told: HintEvent[] = [];
  const untold: Birth[] = [];
  const signerOfReceipt = new Map<string, string>();
  const chain = {
    automine: true,
    baseFee: 10n,
    down: false,
    revertNext: false,
    simulationError: null as string | null,
    /** Jobs that are refused, in a bundle or alone. */
    refusedJobs: new Set<string>(),
    /** Bundles of more calls than this fail whole. */
    largestBundle: 32,
    balances: new Map<string, bigint>(),
    keeperFee: 0n,
  };

  const head = () => blocks.at(-1) ?? block(0n, 0n);
  const stateAt = (at: BlockHead) => states.get(at.number) ?? state;

  function mine(seconds = 1n): void {
    const next = { ...block(head().number + 1n, head().timestamp + seconds, branch), parentHash: head().hash };
    blocks.push(next);
    for (const event of untold.splice(0)) told.push({ ...event, block: next });
    for (const transaction of pool.toSorted((a, b) => a.nonce - b.nonce)) {
      const { signer } = transaction;
      if (transaction.nonce !== nonceOf(signer) || transaction.maxFee < chain.baseFee) continue;
      nonces.set(signer, nonceOf(signer) + 1);
      const success = !chain.revertNext;
      chain.revertNext = false;
      const skippedCalls = success ? transaction.actions.flatMap((one, at) => (carriesOut(one, next) ? [] : [at])) : [];
      signerOfReceipt.set(transaction.hash, signer);
      receipts.set(transaction.hash, {
        skippedCalls: transaction.actions.length > 1 ? skippedCalls : [],
        hash: transaction.hash,
        block: next.number,
        success,
        gasUsed: GAS,
        effectiveGasPrice: chain.baseFee,
      });
    }
    pool = pool.filter(({ signer, nonce }) => nonce >= nonceOf(signer));
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

  /** As the contract carries out one call of a bundle: false for one that it would refuse. */
  function carriesOut(action: Action, at: BlockHead): boolean {
    return !chain.refusedJobs.has(action.job) && typeof execute(action, at) === "bigint";
  }

  function dryRun(action: Action): bigint | Refused {
    const kept = structuredClone(state);
    const progress = execute(action, head());
    state = kept;
    return progress;
  }

  const calls = new Map<string, Action[]>();
  const callOf = (actions: Action[], gas: bigint) => {
    const data = dataOf(actions);
    calls.set(data, actions);
    return { to: SIGNER, data, gas } as const;
  };

  /** What each call of a bundle would come to, one after the other on the newest state. */
  function dryRunBundle(bundled: readonly BundledCall[]): CallOutcome[] {
    const kept = structuredClone(state);
    const outcomes = bundled.map(({ action }): CallOutcome => {
      const refused = chain.refusedJobs.has(action.job) ? { errorName: "Exchange_MarketNotOpen" } : null;
      const progress = refused ?? execute(action, head());
      if (typeof progress === "bigint") return { done: true, errorName: null, progress, gasUsed: GAS };
      return { done: false, errorName: progress.errorName, progress: 0n, gasUsed: GAS };
    });
    state = kept;
    return outcomes;
  }

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

  const senderOf = (address: `0x${string}`): TransactionSender => ({
    address,
    simulate: (action) =>
      answer(() => {
        refuseWhenDown();
        if (chain.simulationError !== null) return { ok: false, errorName: chain.simulationError, detail: "told to" };
        if (action.job === "crank" && action.marketId !== 1) {
          return { ok: false, errorName: "Exchange_UnknownMarket", detail: "one market only" };
        }
        if (chain.refusedJobs.has(action.job)) {
          return { ok: false, errorName: "Exchange_MarketNotOpen", detail: "told to" };
        }
        const progress = dryRun(action);
        if (typeof progress !== "bigint") return { ok: false, ...progress, detail: "refused" };
        return { ok: true, progress, call: callOf([action], progress === 0n ? 0n : GAS) };
      }),
    simulateBundle: (bundled) =>
      answer(() => {
        refuseWhenDown();
        if (bundled.length > chain.largestBundle) return { ok: false, errorName: null, detail: "too large" };
        return { ok: true, outcomes: dryRunBundle(bundled) };
      }),
    bundleCall: (bundled) =>
      callOf(
        bundled.map(({ action }) => action),
        GAS * BigInt(bundled.length),
      ),
    keeperFee: () => answer(() => chain.keeperFee),
    blockGasLimit: () => answer(() => 30_000_000n),
    marketFees: () => answer(() => ({ baseFeePerGas: chain.baseFee, suggestedTip: 1n })),
    latestNonce: (signer) => answer(() => nonceOf(signer)),
    balance: () => answer(() => chain.balances.get(address) ?? BALANCE),
    sign: (call, nonce, fees) =>
      answer(() => signRaw({ signer: address, nonce, maxFee: fees.maxFeePerGas, actions: calls.get(call.data) ?? [] })),
    signCancel: (nonce, fees) =>
      answer(() => signRaw({ signer: address, nonce, maxFee: fees.maxFeePerGas, actions: [] })),
    broadcast: (raw): Promise<BroadcastOutcome> =>
      answer(() => {
        if (chain.down) return { outcome: "UNKNOWN", detail: "down" };
        const transaction = parseRaw(raw);
        const { signer, nonce } = transaction;
        if (receipts.has(transaction.hash) || nonce < nonceOf(signer)) return { outcome: "NONCE_USED", detail: "used" };
        const rival = pool.find((other) => other.signer === signer && other.nonce === nonce);
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
    isKnown: (wanted) => answer(() => receipts.has(wanted) || pool.some((pending) => pending.hash === wanted)),
  });

  function refuseWhenDown(): void {
    if (chain.down) throw new Error("the node is down");
  }

  return {
    ...{ reader, senderOf, sender: senderOf(SIGNER), source, chain, mine },
    /** Mined transactions of the first signer. */
    get nonce() {
      return nonceOf(SIGNER);
    },
    /** Entries of the audit log; zero while its view does not answer. */
    logSize: 0n,
    anchoredAt: (at: BlockHead) => stateAt(at).anchored,
    postedAt: (at: BlockHead) => stateAt(at).posted.at(-1) ?? 0n,
    nonceOf,
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
      nonces.set(SIGNER, nonceOf(SIGNER) + 1);
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
        const signer = signerOfReceipt.get(key) ?? SIGNER;
        nonces.set(signer, nonceOf(signer) - 1);
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
