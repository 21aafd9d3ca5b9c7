/** `npm run bench:keeper`: what the keeper is held to, measured on a local chain and a Postgres of its own, all on loopback. */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { measureClearing } from "./clearing.ts";
import { measureLatency } from "./latency.ts";
import { printMachine } from "./print.ts";
import { measureSoak } from "./soak.ts";

const MEASURES = ["latency", "clearing", "soak"] as const;
const MOST_MINUTES = 60;

const { values, positionals } = parseArgs({
  options: { "soak-minutes": { type: "string", default: "6" } },
  allowPositionals: true,
});
const minutes = Number(values["soak-minutes"]);
const unknown = positionals.filter((name) => !MEASURES.some((measure) => measure === name));
if (!Number.isFinite(minutes) || minutes <= 0 || minutes > MOST_MINUTES || unknown.length > 0) {
  console.error(`usage: bench:keeper [${MEASURES.join(" ")}] [--soak-minutes 6], above 0 and at most ${MOST_MINUTES}`);
  process.exit(2);
}
const wanted = (name: (typeof MEASURES)[number]) => positionals.length === 0 || positionals.includes(name);

printMachine();
console.log(`load average of the last minute before: ${loadavg()[0]?.toFixed(1)}`);
if (wanted("latency")) await measureLatency();
if (wanted("clearing")) await measureClearing();
if (wanted("soak")) await measureSoak(minutes);
