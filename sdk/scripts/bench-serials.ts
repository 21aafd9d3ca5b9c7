/**
 * npm run bench:serials [-- <blocks>]
 * Imports a registry export of 100,000 serial blocks for checking, off chain: grammar, quantities, overlaps. The export is made
 * up from a fixed seed, with known faults in it; prints time and peak memory beside what they may be.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importRegistryCsv } from "../src/import/index.ts";

const BLOCKS = Number(process.argv[2] ?? 100_000);
const SECONDS = 5;
const MEGABYTES = 500;
/** One row in a thousand overlaps the row before it. */
const FAULT_EVERY = 1_000;

const HEADER =
  "ID,Name,Country/Area,Project Type,Methodology,Vintage Start,Vintage End,Quantity Issued,Serial Number,Retirement/Cancellation Date";

/** A linear congruential generator (Numerical Recipes), so that every run sees the same export. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
}

/** An export of blocks of a few thousand issuances, some retired; faults overlap the block before. */
function makeExport(blocks: number): { text: string; faults: number } {
  const random = createRandom(1);
  const rows = [HEADER];
  let start = 1_000_000;
  let faults = 0;
  for (let index = 0; index < blocks; index++) {
    const tonnes = 1 + (random() % 5_000);
    const isFault = index % FAULT_EVERY === FAULT_EVERY - 1;
    if (isFault) {
      start -= 1;
      faults += 1;
    }
    // a block is of the issuance of its hundred, so that overlaps stay within one namespace
    const issuance = 20_000 + Math.floor(index / 100);
    const end = start + tonnes - 1;
    const serial = `${issuance}-${start}-${end}-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1`;
    const retired = random() % 3 === 0 ? "2024-05-01" : "";
    rows.push(`1340,Project,Ethiopia,AFOLU,VM0015,2020-01-01,2020-12-31,${tonnes},${serial},${retired}`);
    start = end + 1;
  }
  return { text: rows.join("\n"), faults };
}

/** Imports the file in this process and prints what it took. */
function importFile(file: string, faults: number): void {
  const text = readFileSync(file, "utf8");
  const from = performance.now();
  const { rows, proposals, rejected } = importRegistryCsv(text);
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage();
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(
    `${rows} blocks read: ${proposals.length} issuances, ${rejected.length} refused of ${faults} that overlap`,
  );
  const cpu = ((user + system) / 1e6).toFixed(2);
  console.log(
    `time        ${seconds.toFixed(2)} s, ${(seconds / SECONDS).toFixed(2)} of the ${SECONDS} s allowed (${cpu} s of processor)`,
  );
  console.log(`peak memory ${peak.toFixed(0)} MB, ${(peak / MEGABYTES).toFixed(2)} of the ${MEGABYTES} MB allowed`);
  process.exitCode = rejected.length === faults && rows === BLOCKS ? 0 : 1;
}

const [, script = "", , file, faultCount] = process.argv;
if (file !== undefined) {
  importFile(file, Number(faultCount));
} else {
  // in a process of its own, so that making the export up does not count
  const folder = mkdtempSync(join(tmpdir(), "bench-serials-"));
  const { text, faults } = makeExport(BLOCKS);
  const made = join(folder, "export.csv");
  writeFileSync(made, text);
  const args = ["--disable-warning=ExperimentalWarning", script, String(BLOCKS), made, String(faults)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
  rmSync(folder, { recursive: true });
}
