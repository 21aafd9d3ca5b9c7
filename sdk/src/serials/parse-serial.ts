import { err } from "../result.ts";
import type { Result } from "../result.ts";
import { acr } from "./acr.ts";
import { art } from "./art.ts";
import { car } from "./car.ts";
import { cercarbono } from "./cercarbono.ts";
import { goldStandard } from "./gold-standard.ts";
import { isometric } from "./isometric.ts";
import type { SerialBlock, SerialContext, SerialGrammar } from "./serial-block.ts";
import { verraNew } from "./verra-new.ts";
import { verraOld } from "./verra-old.ts";

/** Every grammar known. */
export const SERIAL_GRAMMARS: readonly SerialGrammar[] = [
  verraNew,
  verraOld,
  goldStandard,
  acr,
  car,
  art,
  cercarbono,
  isometric,
];

/**
 * Reads a registry's serial text. Spaces at the ends and runs of spaces are ignored, so that one block has one namespace however
 * it was pasted. Fails with a reason that names what is wrong.
 */
export function parseSerial(text: string, context: SerialContext = {}): Result<SerialBlock> {
  const tidy = text.trim().replace(/\s+/g, " ");
  if (tidy === "") return err("the serial is empty");
  const grammar = SERIAL_GRAMMARS.find((candidate) => candidate.claims(tidy));
  if (!grammar) return err(`"${tidy}" follows no known registry's serial grammar`);
  return grammar.parse(tidy, context);
}

/**
 * Full serial text of a range in the grammar of the namespace's registry; `<namespace> <from> to <to>` for a namespace of
 * no known grammar. The reverse of `parseSerial`.
 */
export function formatSerialRange(namespace: string, from: bigint, to: bigint): string {
  const grammar = SERIAL_GRAMMARS.find((candidate) => candidate.isNamespace(namespace));
  return grammar ? grammar.format(namespace, from, to) : `${namespace} ${from} to ${to}`;
}

/**
 * Text of one serial number as certificates print it; mirrors contracts/libraries/SerialText.sol. The number goes after the
 * namespace, or between the last two parts of a namespace `scheme|before|after`.
 */
export function formatSerial(namespace: string, serial: bigint): string {
  const first = namespace.indexOf("|");
  const second = first < 0 ? -1 : namespace.indexOf("|", first + 1);
  if (second < 0) return `${namespace}-${serial}`;
  return `${namespace.slice(first + 1, second)}-${serial}-${namespace.slice(second + 1)}`;
}
