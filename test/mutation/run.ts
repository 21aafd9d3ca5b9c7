/**
 * npm run mutants [-- --seed <n>] [--count <n>] [--threads <n>] [--only <part of a file's name>] [--resume]
 *                         [--minutes <n>]
 * Changes the exchange's contracts one place at a time and asks whether the Solidity tests notice; writes docs/mutation.md.
 * Works in a copy: the project's own files are only read. Ends with 1 when fewer than 95 % of the mutants are noticed.
 * --minutes ends the run after that time, with a page about what was tried; the sequence is mixed, so that any part is a sample.
 * --resume goes on after a run that was cut off, and tries survivors of a finished one again; for contracts that did not change.
 */
import { readdirSync, readFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PROJECT_ROOT } from "../../deploy/config.ts";
import { reasonFor } from "./equivalent.ts";
import { openMemory } from "./memory.ts";
import { choose, mutantsOf, seededRandom } from "./generate.ts";
import { describe, type Mutant } from "./mutant.ts";
import { nastyMutants } from "./nasty.ts";
import { count, document, summaryLine, type Tried } from "./report.ts";
import { findForge, LONG, openWorkshop, type Workshop } from "./workshop.ts";

const ENOUGH = 0.95;
/** Libraries of contracts/libraries that serve the registry, its certificates and its snapshots rather than the exchange. */
const NOT_OF_THE_EXCHANGE = new Set(
  [
    "CalendarDate",
    "CountryCode",
    "EscapedText",
    "QrCode",
    "SerialIntervals",
    "SerialText",
    "SumTree",
    "TextLines",
    "TonnesText",
    "Utf8",
  ].map((name) => `${name}.sol`),
);
/** A type of the registry. */
const NOT_MUTATED = new Set([...NOT_OF_THE_EXCHANGE, "CertificateFields.sol"]);
/** How many of the suites that noticed mutants of the same file before are asked first. */
const FIRST = 4;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "60" },
    threads: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    minutes: { type: "string", default: "600" },
    resume: { type: "boolean", default: false },
  },
});

const read = (file: string) => {
  const path = join(PROJECT_ROOT, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
};

function sources(): string[] {
  return ["contracts/exchange", "contracts/libraries", "contracts/types"].flatMap((folder) =>
    readdirSync(join(PROJECT_ROOT, folder))
      .filter((name) => name.endsWith(".sol") && !NOT_MUTATED.has(name))
      .sort()
      .map((name) => `${folder}/${name}`),
  );
}

function plan(): { mutants: Mutant[]; stale: ReturnType<typeof nastyMutants>["stale"] } {
  const generated = sources().flatMap((file) => mutantsOf(file, read(file) ?? ""));
  const chosen = choose(generated, Number(values.count), seededRandom(Number(values.seed)));
  const { mutants, stale } = nastyMutants(read);
  const mixed = choose([...mutants, ...chosen], Infinity, seededRandom(Number(values.seed) + 1));
  return { mutants: mixed.filter(({ file }) => file.includes(values.only)), stale };
}

/** The quick suites that noticed most mutants so far, those of the same file before others. */
function likeliest(tried: readonly Tried[], file: string): string[] {
  const points = new Map<string, number>();
  for (const { mutant, verdict } of tried) {
    if (verdict.kind !== "killed" || verdict.suite === "" || LONG.test(verdict.suite)) continue;
    points.set(verdict.suite, (points.get(verdict.suite) ?? 0) + (mutant.file === file ? 10 : 1));
  }
  return [...points]
    .sort(([, a], [, b]) => b - a)
    .slice(0, FIRST)
    .map(([suite]) => suite);
}

/** A workshop whose tests pass before any mutant; opened when the first mutant is tried. */
async function openChecked(): Promise<Workshop> {
  const forge = findForge();
  if (forge === undefined) throw new TypeError("the npm package of forge is not installed on this platform");
  const workshop = openWorkshop(forge, Number(values.threads));
  process.once("SIGINT", () => {
    workshop.close();
    process.exit(130);
  });
  const baseline = await workshop.baseline();
  if (baseline.kind === "survived") return workshop;
  workshop.close();
  throw new TypeError(`the tests fail without a mutant: ${JSON.stringify(baseline)}`);
}

/** Tries the mutants one after the other until the time is over; what is remembered needs no time. */
async function tryAll(mutants: readonly Mutant[]): Promise<Tried[]> {
  const tried: Tried[] = [];
  const memory = openMemory(join(PROJECT_ROOT, "cache/mutants.json"), !values.resume);
  const until = performance.now() + Number(values.minutes) * 60_000;
  let workshop: Workshop | undefined;
  try {
    for (const [index, mutant] of mutants.entries()) {
      const known = memory.get(mutant);
      const hasTime = performance.now() < until;
      let verdict = known;
      if (hasTime && (known === undefined || known.kind === "survived")) {
        workshop ??= await openChecked();
        verdict = await workshop.try(mutant, likeliest(tried, mutant.file));
        memory.put(mutant, verdict);
      }
      if (verdict === undefined) continue;
      tried.push({ mutant, verdict });
      const by = verdict.kind === "killed" ? ` by ${verdict.suite}.${verdict.test}` : "";
      console.log(`${index + 1}/${mutants.length} ${verdict.kind}${by}: ${mutant.operator} ${describe(mutant)}`);
    }
  } finally {
    workshop?.close();
  }
  return tried;
}

async function main(): Promise<void> {
  const { mutants, stale } = plan();
  const tried = await tryAll(mutants);
  const page = document(tried, stale, mutants.length, Number(values.seed), (mutant) =>
    reasonFor(mutant, read(mutant.file) ?? ""),
  );
  if (values.only !== "") console.log(page);
  else writeFileSync(join(PROJECT_ROOT, "docs/mutation.md"), page);
  for (const { file, why } of stale) console.log(`of the list by hand, without a place any more: ${file}: ${why}`);
  console.log(summaryLine(tried));
  process.exitCode = count(tried).share >= ENOUGH && stale.length === 0 ? 0 : 1;
}

await main();
