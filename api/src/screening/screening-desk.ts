import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createScreeningList, parseOfacSdn, parseUnList } from "@carbonxchange/compliance";
import type { ListedParty, ScreeningHit, ScreeningOptions } from "@carbonxchange/compliance";

/** A sanctions list as it was loaded: its file is named by its hash, so that a result can be traced to it. */
export type LoadedList = { source: string; sha256: string; parties: number };

/** Screens names against the lists that were loaded at start. */
export type ScreeningDesk = {
  lists: readonly LoadedList[];
  screen(name: string, options: ScreeningOptions): ScreeningHit[];
};

/** The files a lists folder may hold, by their publishers' own names. */
const FILES = { sdn: "sdn.csv", alt: "alt.csv", un: "UN_consolidated.xml" } as const;

async function readOptional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** A desk over parties that are already parsed. */
export function createScreeningDesk(lists: readonly LoadedList[], parties: readonly ListedParty[]): ScreeningDesk {
  const prepared = createScreeningList(parties);
  return { lists, screen: (name, options) => prepared.screenName(name, options) };
}

/**
 * Loads the OFAC list (sdn.csv, with the aliases of alt.csv where present) and the UN list (UN_consolidated.xml) from a
 * folder; a file that is missing is left out. No folder gives a desk without lists. Throws `ComplianceError` on a malformed one.
 */
export async function loadScreeningDesk(folder: string | undefined): Promise<ScreeningDesk> {
  if (folder === undefined) return createScreeningDesk([], []);
  const [sdn, alt, un] = await Promise.all(
    [FILES.sdn, FILES.alt, FILES.un].map((file) => readOptional(join(folder, file))),
  );
  const lists: LoadedList[] = [];
  const parties: ListedParty[] = [];
  const add = (source: string, text: string, found: ListedParty[]) => {
    lists.push({ source, sha256: sha256(text), parties: found.length });
    parties.push(...found);
  };
  if (sdn !== undefined) add("OFAC SDN", sdn, parseOfacSdn(sdn, alt));
  if (un !== undefined) add("UN Consolidated", un, parseUnList(un));
  return createScreeningDesk(lists, parties);
}
