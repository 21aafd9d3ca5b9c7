import { RING_BLOCKS, extendRing, type BlockLink, type HintEvent, type HintKind } from "../../src/domain/index.ts";
import { KeeperError } from "../../src/errors.ts";
import type { BlockStore, HintAnswer } from "../../src/ports/index.ts";
import { answer } from "./answer.ts";
import type { MemoryLease } from "./outbox.ts";

type Hint = {
  orderId: bigint;
  kind: HintKind;
  dueAt: bigint;
  trails: boolean;
  born: HintEvent["block"];
  ended: HintEvent["block"] | null;
};

const byTime = (a: Hint, b: Hint) => Number(a.dueAt - b.dueAt) || (a.orderId < b.orderId ? -1 : 1);

/** The follower's store without a database: same rules, gone with the process. */
export function createMemoryBlockStore(lease: MemoryLease): BlockStore & { hints: () => Hint[] } {
  let ring: BlockLink[] = [];
  let hints = new Map<bigint, Hint>();

  const fence = (epoch: bigint) => {
    if (epoch !== lease.epoch) throw new KeeperError("FENCED", `epoch ${epoch}, newest ${lease.epoch}`);
  };
  const live = (kind: HintKind) => [...hints.values()].filter((hint) => hint.kind === kind && hint.ended === null);
  const first = (limit: number, found: () => Hint[]): Promise<HintAnswer> =>
    answer(() => ({
      available: true,
      orderIds: found()
        .slice(0, limit)
        .map(({ orderId }) => orderId),
    }));
  const isExpired = ({ dueAt }: Hint, now: bigint) => dueAt > 0n && dueAt < now;

  function takeBack(ancestor: bigint): void {
    const kept = [...hints.values()].filter(({ born }) => born.number <= ancestor);
    hints = new Map(
      kept.map((hint) => [hint.orderId, { ...hint, ended: (hint.ended?.number ?? 0n) > ancestor ? null : hint.ended }]),
    );
    ring = ring.filter(({ number }) => number <= ancestor);
  }

  function store(event: HintEvent): void {
    const known = hints.get(event.orderId);
    if (event.type === "ENDED") {
      if (known?.ended === null) hints.set(event.orderId, { ...known, ended: event.block });
      return;
    }
    if (known !== undefined) return;
    if (event.type === "BORN") {
      const { orderId, kind, dueAt, trails } = event;
      hints.set(orderId, { orderId, kind, dueAt, trails, born: event.block, ended: null });
      return;
    }
    const iceberg = hints.get(event.icebergId);
    if (iceberg === undefined) return;
    const { dueAt } = iceberg;
    hints.set(event.orderId, {
      orderId: event.orderId,
      kind: "ORDER",
      dueAt,
      trails: false,
      born: event.block,
      ended: null,
    });
  }

  return {
    hints: () => structuredClone([...hints.values()]),
    ring: () => answer(() => [...ring]),
    advance: (epoch, step) =>
      answer(() => {
        fence(epoch);
        if (step.ancestor !== null) takeBack(step.ancestor);
        step.events.forEach(store);
        ring = extendRing(step.restartsRing ? [] : ring, step.block);
        const lastForgotten = step.block.number - BigInt(RING_BLOCKS);
        for (const { orderId, ended } of hints.values()) {
          if (ended !== null && ended.number <= lastForgotten) hints.delete(orderId);
        }
      }),
    reset: (epoch) =>
      answer(() => {
        fence(epoch);
        ring = [];
        hints.clear();
      }),
    expired: (now, limit) =>
      first(limit, () =>
        live("ORDER")
          .filter((hint) => isExpired(hint, now))
          .sort(byTime),
      ),
    conditionals: (now, limit) =>
      first(limit, () => {
        const all = live("CONDITIONAL");
        const expired = all.filter((hint) => isExpired(hint, now)).sort(byTime);
        const trailing = all.filter((hint) => hint.trails && !isExpired(hint, now));
        return [...expired, ...trailing.sort((a, b) => (a.orderId < b.orderId ? -1 : 1))];
      }),
    parents: (now, limit) =>
      first(limit, () =>
        live("PARENT")
          .filter(({ dueAt }) => dueAt <= now)
          .sort(byTime),
      ),
  };
}
