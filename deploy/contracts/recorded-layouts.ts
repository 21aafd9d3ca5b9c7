/**
 * The storage layouts of the upgradeable contracts as they are kept in git. What is recorded may be added to at the end of a
 * block; `npm run layouts` then renews the record, where the difference can be reviewed.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StorageLayout } from "@openzeppelin/upgrades-core";
import { PROJECT_ROOT } from "../config.ts";
import { DeployError } from "../errors.ts";
import { ARTIFACTS, type ReadArtifact } from "./artifact.ts";
import { PROXIES } from "./steps/080-check.ts";
import { layoutOf, readValidations } from "./storage-layouts.ts";

export const RECORDED_FILE = join(PROJECT_ROOT, "deploy/contracts/recorded-layouts.json");
export type RecordedLayouts = Record<(typeof PROXIES)[number], StorageLayout>;

/**
 * A layout without what changes from one compilation to the next: the numbers that the compiler gives to declarations (zero here). Throws
 * UNSAFE_UPGRADE when two different types would get one name by that.
 */
export function canonical(layout: StorageLayout): StorageLayout {
  const names = Object.keys(layout.types);
  const plain = new Map(names.map((name) => [name, name.replace(/\)\d+(?=_storage|[,)]|$)/g, ")0")]));
  if (new Set(plain.values()).size !== names.length) {
    throw new DeployError("UNSAFE_UPGRADE", "two types of one name in one layout");
  }
  const text = JSON.stringify(layout, (key: string, value: unknown) => (DROPPED.has(key) ? undefined : value));
  return JSON.parse(text.replace(/\)\d+(?=_storage|[,)"])/g, ")0")) as StorageLayout;
}
/** Where in the sources a variable is declared. */
const DROPPED = new Set(["astId", "src", "contract"]);

/** The layouts of the contracts as compiled last. */
export function presentLayouts(readArtifact: ReadArtifact): RecordedLayouts {
  const validations = readValidations();
  return Object.fromEntries(
    PROXIES.map((name) => [name, canonical(layoutOf(readArtifact(ARTIFACTS[name]), validations))]),
  ) as RecordedLayouts;
}

/** What is recorded; throws NO_ARTIFACT before the first record. */
export function readRecordedLayouts(): RecordedLayouts {
  if (!existsSync(RECORDED_FILE)) throw new DeployError("NO_ARTIFACT", RECORDED_FILE);
  return JSON.parse(readFileSync(RECORDED_FILE, "utf8")) as RecordedLayouts;
}
