import { err, ok } from "../result.ts";
import type { Result } from "../result.ts";

const MIN_YEAR = 1990;
const MAX_YEAR = 2100;

/** First and last day of a vintage in unix seconds at 00:00 UTC, with the year it starts in. */
export type Vintage = { vintageYear: number; vintageStart: number; vintageEnd: number };

/** A day as unix seconds at 00:00 UTC, or undefined for one that no calendar has. */
export function utcDay(year: number, month: number, day: number): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? date.getTime() / 1000 : undefined;
}

/** The calendar year "2024" as a vintage. */
export function yearVintage(text: string): Result<Vintage> {
  const year = Number(text);
  if (!/^\d{4}$/.test(text) || year < MIN_YEAR || year > MAX_YEAR) return err(`"${text}" is no vintage year`);
  return ok({
    vintageYear: year,
    vintageStart: Date.UTC(year, 0, 1) / 1000,
    vintageEnd: Date.UTC(year, 11, 31) / 1000,
  });
}

/** Two days written ddmmyyyy, first and last of the vintage, as Verra prints them. */
export function dayVintage(from: string, to: string): Result<Vintage> {
  const start = readDay(from);
  const end = readDay(to);
  if (start === undefined) return err(`"${from}" is no day (ddmmyyyy)`);
  if (end === undefined) return err(`"${to}" is no day (ddmmyyyy)`);
  if (start > end) return err(`the vintage starts on ${from} but ends on ${to}`);
  return ok({ vintageYear: Number(from.slice(4)), vintageStart: start, vintageEnd: end });
}

function readDay(text: string): number | undefined {
  const match = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  return match ? utcDay(Number(match[3]), Number(match[2]), Number(match[1])) : undefined;
}
