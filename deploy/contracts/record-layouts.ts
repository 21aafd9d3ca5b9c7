/**
 * npm run layouts
 * Writes the storage layouts of the upgradeable contracts, as compiled last, to deploy/contracts/recorded-layouts.json. Refuses
 * where a recorded variable would move or change its type.
 */
import { existsSync, writeFileSync } from "node:fs";
import { createArtifactReader } from "./artifact.ts";
import { presentLayouts, readRecordedLayouts, RECORDED_FILE } from "./recorded-layouts.ts";
import { PROXIES } from "./steps/080-check.ts";
import { assertFits } from "./storage-layouts.ts";

const present = presentLayouts(createArtifactReader());
if (existsSync(RECORDED_FILE)) {
  const recorded = readRecordedLayouts();
  // a contract that is new has nothing recorded yet
  for (const name of PROXIES) if (name in recorded) assertFits(name, recorded[name], present[name]);
}
writeFileSync(RECORDED_FILE, `${JSON.stringify(present, null, 1)}\n`);
console.log(`storage layouts of ${PROXIES.join(", ")} recorded`);
