import type { carbonCreditsAbi } from "../../abi/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Place, Read, Value } from "../figures.ts";
import { lower } from "../ledger.ts";
import type { Ledger, RetiredPart } from "../ledger.ts";
import { expectSame } from "../ledger.ts";
import { batchOf, consume, writeSupply } from "./credits.ts";

const read = (functionName: string, ...args: Value[]): Read => ({ contract: "carbonCredits", functionName, args });

/** Adds one portion to a retirement; the first is what the retirement itself shows. */
function addPart(ledger: Ledger, retirementId: bigint, part: RetiredPart, beneficiary: `0x${string}`, place: Place) {
  const fact = ledger.retirements.get(retirementId);
  const index = fact?.parts.length ?? 0;
  if (fact !== undefined) fact.parts.push(part);
  else ledger.retirements.set(retirementId, { parts: [part], beneficiary, place, certificateOwner: null });
  const portions = read("portionsOf", retirementId);
  ledger.figures.setAll(portions, String(index), part, place);
  ledger.figures.set(portions, "length", BigInt(index + 1), place);
  return index;
}

/** Retirements, at once or confirmed by the source registry. */
export const retirementHandlers: EventHandlers<typeof carbonCreditsAbi> = {
  Retired(args, place, ledger) {
    const { retirementId, batchId, units, firstUnit, details, account } = args;
    const batch = batchOf(ledger, batchId, place);
    if (batch === null) return;
    consume(ledger, batch, firstUnit, units, place);
    batch.retired += units;
    expectSame(ledger, "event", `retired of batch ${batchId}`, batch.retired, args.batchRetiredUnits, place);
    writeSupply(ledger, batch, place);
    ledger.figures.add(read("retiredBalanceOf", lower(account), batchId), "", units, place);
    const part = { batchId, units, firstUnit };
    if (addPart(ledger, retirementId, part, lower(details.beneficiary), place) > 0) return;
    const retirement = read("retirement", retirementId);
    ledger.figures.setAll(retirement, "", { ...part, account, details }, place);
    if (place.timestamp !== undefined) ledger.figures.set(retirement, "retiredAt", place.timestamp, place);
    ledger.figures.set(read("counts"), "retirements", retirementId, place);
  },
};
