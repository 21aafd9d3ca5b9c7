import { isDeepStrictEqual } from "node:util";
import type { Moment } from "@carbonxchange/sdk";
import { expect } from "vitest";
import type { AnvilChain } from "./anvil-chain.ts";
import { BOOK_EVENT_TOPICS, decodeEvent, decodeRefusal, decodeResult } from "./contract-codec.ts";
import type { DecodedEvent } from "./contract-codec.ts";
import { playStep } from "./market-moves.ts";
import type { Move, Outcome } from "./market-moves.ts";
import { readsOf } from "./market-reads.ts";
import type { Read } from "./market-reads.ts";
import type { MarketStep } from "./market-steps.ts";
import type { MarketWorld } from "./market-world.ts";
import { simulate } from "./simulated-market.ts";
import type { SimulatedBlock, SimulatedResult } from "./simulated-market.ts";

/** A call of the script: a step's, or a view with what it should say. */
type Line = { move: Move } | { read: Read };

/** A sequence as the reference book played it: the calls to be made, block by block, and what each should answer. */
export type Script = { blocks: SimulatedBlock[]; lines: Line[]; phases: string[] };

/** Plays the steps on the reference book; everything is read after the last, or after each where `readsEach`. */
export function writeScript(world: MarketWorld, steps: readonly MarketStep[], readsEach: boolean): Script {
  const script: Script = { blocks: [], lines: [], phases: [] };
  for (const [index, step] of steps.entries()) {
    world.at = momentOf(world.at, step.wait, index === 0);
    const move = playStep(world, step);
    addCall(script, world.at, { move });
    script.phases.push(world.book.phase().phase);
    checkConservation(world);
    if (readsEach && index < steps.length - 1) addReads(script, world);
  }
  addReads(script, world);
  return script;
}

/** A first step, and every one that waits, begins a block. */
function momentOf({ seconds, block }: Moment, wait: number, isFirst: boolean): Moment {
  return wait === 0 && !isFirst ? { seconds, block } : { seconds: seconds + Math.max(wait, 1), block: block + 1 };
}

function addReads(script: Script, world: MarketWorld): void {
  for (const read of readsOf(world)) addCall(script, world.at, { read });
}

function addCall(script: Script, at: Moment, line: Line): void {
  script.lines.push(line);
  let block = script.blocks.at(-1);
  if (block?.at.block !== at.block) {
    block = { at, calls: [] };
    script.blocks.push(block);
  }
  if ("read" in line) block.calls.push({ to: line.read.to, data: line.read.data });
  else block.calls.push({ from: line.move.from, to: line.move.to.address, data: line.move.data });
}

/** What was brought is free, escrowed, collected as fees or withdrawn: nothing is made or lost. */
function checkConservation(world: MarketWorld): void {
  for (const asset of [1, 2] as const) {
    const { inside, brought } = holdings(world, asset);
    if (inside !== brought) throw new RangeError(`asset ${asset}: ${inside} inside, ${brought} brought in`);
  }
}

function holdings({ book, addressOf, accounts, brought, withdrawn }: MarketWorld, asset: 1 | 2) {
  const free = accounts.reduce((sum, account) => sum + book.balance(addressOf(account), asset), 0n);
  const fees = asset === 2 ? book.fees() : 0n;
  return { inside: free + book.escrowed(asset) + fees + withdrawn[asset], brought: brought[asset] };
}

/** Runs a script on the contracts and compares every answer. Returns the exchange's events, those of each step together. */
export async function checkScript(chain: AnvilChain, world: MarketWorld, script: Script): Promise<DecodedEvent[][]> {
  return checkResults(world, script, await simulate(chain, script.blocks));
}

/** Compares what the contracts answered to a script's calls. Returns the exchange's events, those of each step together. */
export function checkResults(
  world: MarketWorld,
  { lines }: Pick<Script, "lines">,
  results: readonly SimulatedResult[],
): DecodedEvent[][] {
  expect(results).toHaveLength(lines.length);
  return lines.flatMap((line, index) => {
    const result = results[index];
    if (!result) return [];
    if ("move" in line) return [checkMove(world, line.move, result)];
    checkRead(world, line.read, result);
    return [];
  });
}

function checkRead(world: MarketWorld, { functionName, args, expected }: Read, result: SimulatedResult): void {
  const actual =
    result.status === "0x1" ? decodeResult(world.exchange.abi, functionName, result.returnData) : refusal(result);
  if (!isDeepStrictEqual(actual, expected))
    expect({ functionName, args, says: actual }).toEqual({ functionName, args, says: expected });
}

function refusal({ returnData }: SimulatedResult): string {
  return decodeRefusal(returnData);
}

function checkMove(world: MarketWorld, move: Move, result: SimulatedResult): DecodedEvent[] {
  const actual = outcomeOf(world, move, result);
  const { step, expected } = move;
  if (!isDeepStrictEqual(actual, expected)) expect({ step, ...actual }).toEqual({ step, ...expected });
  return actual.events;
}

function outcomeOf(
  { exchange }: MarketWorld,
  move: Move,
  result: SimulatedResult,
): Outcome & { events: DecodedEvent[] } {
  if (result.status !== "0x1") return { refused: refusal(result), result: null, events: [] };
  const logs = result.logs.filter(
    ({ address, topics }) => address === exchange.address && BOOK_EVENT_TOPICS.has(topics[0]),
  );
  return {
    refused: null,
    result: decodeResult(move.to.abi, move.functionName, result.returnData),
    events: logs.map(decodeEvent),
  };
}

/** What happened in a script, in names to be counted: acts done, refusals, events, outcomes of fills, phases. */
export function happenings({ lines, phases }: Script): string[] {
  const moves = lines.flatMap((line) => ("move" in line ? [line.move] : []));
  return [...phases, ...moves.flatMap(namesOf)];
}

function namesOf({ step, expected }: Move): string[] {
  if (expected.refused !== null) return [expected.refused.split("(")[0] ?? ""];
  const events = expected.events as readonly {
    name: string;
    fills?: readonly { outcome: string }[];
    reason?: string;
  }[];
  const inside = events.flatMap(({ name, fills = [], reason }) => [
    name,
    ...fills.map(({ outcome }) => (name === "Taken" ? outcome : `AUCTION_${outcome}`)),
    ...(reason === undefined ? [] : [`${name}_${reason}`]),
  ]);
  return [step.act, ...inside];
}
