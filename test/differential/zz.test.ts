import fc from "fast-check";
import { it } from "vitest";
import { marketSequence } from "./market-arbitraries.ts";
import { createWorld } from "./market-world.ts";
import { playStep } from "./market-moves.ts";
import { exchangeAbi } from "@carbonxchange/sdk";
it("model only", () => {
  const hist = new Map<string, number>(); const add = (n: string, k = 1) => hist.set(n, (hist.get(n) ?? 0) + k);
  const addresses = Array.from({ length: 10 }, (_, i) => `0x${(i + 1).toString(16).padStart(40, "0")}` as const);
  const ex = { address: "0x00000000000000000000000000000000000000aa", abi: exchangeAbi } as never;
  const feed = { address: "0x00000000000000000000000000000000000000bb", abi: [{type:"function",name:"set",inputs:[{type:"int256"},{type:"uint8"},{type:"uint256"}],outputs:[],stateMutability:"nonpayable"}] } as never;
  const gate = { address: "0x00000000000000000000000000000000000000cc", abi: [{type:"function",name:"setFrozen",inputs:[{type:"address"},{type:"bool"}],outputs:[],stateMutability:"nonpayable"}] } as never;
  const t = Date.now(); let n = 0;
  for (const steps of fc.sample(marketSequence, { numRuns: 1000, seed: 5 })) {
    const world = createWorld({ contracts: { exchange: ex, gate } } as never, feed, addresses, { seconds: 1_800_000_000, block: 100 });
    let first = true;
    for (const step of steps) {
      world.at = step.wait === 0 && !first ? world.at : { seconds: world.at.seconds + Math.max(1, step.wait), block: world.at.block + 1 }; first = false;
      const before = world.book.referencePrice(world.at);
      const m = playStep(world, step); n++;
      const live = world.ids.filter(({ kind, id }) => kind === "CONDITIONAL" && world.book.conditional(id)).length;
      add("steps with live conditionals", live > 0 ? 1 : 0);
      if (step.act === "fireStops") add(`fireStops live=${live > 0} ${m.expected.refused?.slice(0,30) ?? m.expected.result} phase ${world.book.phase().phase}`);
      if (step.act === "placeConditional") add(`placeC ${m.expected.refused?.slice(0, 30) ?? "ok"}`);
      if (step.act === "executeSlice") add(`slice ${m.expected.refused?.slice(0, 30) ?? "ok"} live ${world.book.parents().length}`);
      if (before !== 0) add(`ref ${before}`);
    }
  }
  console.log(n, Date.now() - t, "ms", [...hist].sort((a, b) => b[1] - a[1]).map(([a, b]) => `${a}: ${b}`).slice(0,20).join("\n"));
});
