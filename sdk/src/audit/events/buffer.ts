import type { reversalBufferAbi } from "../../abi/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import { bufferRead as read, changeBond, changeHolding } from "../buffer.ts";
import { expectSame, lower } from "../ledger.ts";

/** What comes into the buffer, and the bonds that stand beside it. */
export const bufferHandlers: EventHandlers<typeof reversalBufferAbi> = {
  BufferCredited({ batchId, units, batchBufferUnits, totalBufferUnits }, place, ledger) {
    const { batch, total } = changeHolding(ledger, batchId, units, place);
    expectSame(ledger, "event", `buffer of batch ${batchId}`, batch, batchBufferUnits, place);
    expectSame(ledger, "event", "buffer in all", total, totalBufferUnits, place);
  },
  BondPosted({ bondId, projectId, guarantor, batchId, units, lockedUntil }, place, ledger) {
    ledger.buffer.bonds.set(bondId, { projectId, batchId, units: 0n });
    const posted = ledger.buffer.projectBonds.get(projectId) ?? [];
    ledger.buffer.projectBonds.set(projectId, posted);
    posted.push(bondId);
    const fields = { guarantor: lower(guarantor), projectId, batchId, lockedUntil };
    ledger.figures.setAll(read("bond", bondId), "", fields, place);
    changeBond(ledger, bondId, units, place);
    ledger.figures.set(read("counts"), "bonds", bondId, place);
  },
  BondWithdrawn({ bondId, units, unitsLeft }, place, ledger) {
    const left = changeBond(ledger, bondId, -units, place);
    expectSame(ledger, "event", `units of bond ${bondId}`, left, unitsLeft, place);
  },
};
