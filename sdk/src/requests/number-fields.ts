import { MAX_LOTS } from "../units/lots.ts";

/** A number of a field. Throws `RangeError` naming it unless it is whole and within the bounds. */
export function wholeField(name: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${name} is ${value}, must be a whole number from ${min} to ${max}`);
  }
  return value;
}

/** Unix seconds in 32 bits, zero for none. Throws `RangeError`. */
export function secondsField(name: string, value: number): number {
  return wholeField(name, value, 0, 2 ** 32 - 1);
}

/** Unix seconds in 40 bits, zero for none. Throws `RangeError`. */
export function untilField(until: number): number {
  return wholeField("until", until, 0, 2 ** 40 - 1);
}

/** A size in lots as viem takes 40 bits. Throws `RangeError`. */
export function lotsField(name: string, lots: bigint): number {
  if (lots < 0n || lots > MAX_LOTS) throw new RangeError(`${name} is ${lots}, must be from 0 to ${MAX_LOTS}`);
  return Number(lots); // exact: 40 bits
}

/** An owner's own number. Throws `RangeError` beyond 64 bits. */
export function clientIdField(clientId: bigint): bigint {
  if (clientId < 0n || clientId >= 1n << 64n) throw new RangeError(`clientId is ${clientId}, must fit 64 bits`);
  return clientId;
}
