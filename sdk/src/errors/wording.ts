import { formatTonnes } from "../units/tonnes.ts";

/** Unix seconds as "2026-03-01 12:00 UTC"; the number itself where it is no date. */
export function when(seconds: number | bigint): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds}` : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Unix seconds as "2026-03-01". */
export function day(seconds: number | bigint): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds}` : date.toISOString().slice(0, 10);
}

/** Units (kg) as "1.250 t". */
export function tonnes(units: bigint): string {
  return `${formatTonnes(units)} t`;
}

/** Pips as percent: 2500 is "0.25 %". */
export function percent(pips: number): string {
  return `${pips / 10_000} %`;
}

/** The name of a number in an enum's list, or the number where it is outside. */
export function nameOf(names: readonly string[], index: number): string {
  return names[index] ?? `${index}`;
}
