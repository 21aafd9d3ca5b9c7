/**
 * Measures the exchange's gas by the scenarios under test/gas/scenarios and writes test/gas.json, and the sizes of the deployed
 * contracts into test/code-size.json. Receipt gas through the ERC-1967 proxy, each call its own transaction. Run: `npm run gas`.
 */
import hre from "hardhat";
import { codeSizes } from "./code-sizes.ts";
import { gasTable } from "./gas-table.ts";
import { measureAll } from "./measure-all.ts";
import { GAS_RECORD, SIZE_RECORD, writeRecord } from "./record.ts";

await hre.tasks.getTask("compile").run({ noTests: true, quiet: true });

const rows = await measureAll();
console.log(gasTable(rows));
writeRecord(GAS_RECORD, Object.fromEntries(rows.map(({ key, gas }) => [key, gas])));
writeRecord(SIZE_RECORD, await codeSizes());
