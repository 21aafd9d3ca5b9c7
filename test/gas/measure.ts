/**
 * Measures the exchange's gas by the scenarios of the design and writes test/gas.json. Receipt gas through the ERC-1967
 * proxy, each call its own transaction. Run: `node test/gas/measure.ts` from the project root.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import hre from "hardhat";
import { createGasBook } from "./gas-book.ts";
import { SCENARIOS } from "./scenarios.ts";

const OUT = join(import.meta.dirname, "../gas.json");

await hre.tasks.getTask("compile").run({ noTests: true, quiet: true });

const book = await createGasBook();
const rows: { key: string; title: string; gas: number; bound: number }[] = [];
for (const { key, title, bound, measure } of SCENARIOS) {
  rows.push({ key, title, gas: Number(await measure(book)), bound: Number(bound) });
}

console.log(`${"scenario".padEnd(38)}${"gas".padStart(10)}${"bound".padStart(10)}${"ratio".padStart(8)}`);
for (const { title, gas, bound } of rows) {
  const cells = [gas.toLocaleString("en"), bound.toLocaleString("en"), (gas / bound).toFixed(2)];
  console.log(`${title.padEnd(38)}${cells[0]?.padStart(10)}${cells[1]?.padStart(10)}${cells[2]?.padStart(8)}`);
}
writeFileSync(OUT, `${JSON.stringify(Object.fromEntries(rows.map(({ key, gas }) => [key, gas])), null, 2)}\n`);
