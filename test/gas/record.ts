import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Figures by name, reviewed with the change that makes them differ. */
export type FigureRecord = Readonly<Record<string, number>>;

export const GAS_RECORD = "gas.json";
export const SIZE_RECORD = "code-size.json";

/** A change of at most this part of the recorded figure passes. */
const TOLERANCE = 0.01;

const path = (name: string) => join(import.meta.dirname, "..", name);

export function readRecord(name: string): FigureRecord {
  return z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(path(name), "utf8")));
}

export function writeRecord(name: string, figures: FigureRecord): void {
  writeFileSync(path(name), `${JSON.stringify(figures, null, 2)}\n`);
}

/** A sentence for every figure that is new, gone, or differs from the record by more than 1 %, in either direction. */
export function departures(recorded: FigureRecord, measured: FigureRecord): string[] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(measured)])];
  return names.flatMap((name) => {
    const [before, after] = [recorded[name], measured[name]];
    if (before === undefined) return [`${name} is not recorded: ${after}`];
    if (after === undefined) return [`${name} is recorded but not measured any more`];
    if (Math.abs(after - before) <= before * TOLERANCE) return [];
    return [`${name} was ${before} and is ${after}`];
  });
}
