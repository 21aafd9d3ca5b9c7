import type { Moment } from "@carbonxchange/sdk";
import { numberToHex } from "viem";
import type { Address, Hex } from "viem";
import type { AnvilChain } from "./anvil-chain.ts";
import type { RawLog } from "./contract-codec.ts";

/** One call of a simulated block. */
export type SimulatedCall = { from?: Address; to: Address; data: Hex };

/** What the node says of a call. */
export type SimulatedResult = { returnData: Hex; status: Hex; logs: readonly RawLog[] };

/** Blocks of calls that are run one after the other on the chain as it stands, and forgotten. */
export type SimulatedBlock = { at: Moment; calls: SimulatedCall[] };

/** Runs the blocks in one request (`eth_simulateV1`). Returns the results of all calls in order. */
export async function simulate(chain: AnvilChain, blocks: readonly SimulatedBlock[]): Promise<SimulatedResult[]> {
  const blockStateCalls = blocks.map(({ at, calls }) => ({
    blockOverrides: { time: numberToHex(at.seconds), number: numberToHex(at.block) },
    calls,
  }));
  const answer = await chain.rpc("eth_simulateV1", [{ blockStateCalls, validation: false }, "latest"]);
  return (answer as { calls: SimulatedResult[] }[]).flatMap(({ calls }) => calls);
}
