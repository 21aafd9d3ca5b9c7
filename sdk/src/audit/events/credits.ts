import { zeroAddress } from "viem";
import type { Hex } from "viem";
import type { carbonCreditsAbi } from "../../abi/index.ts";
import { CANCELLATION_REASONS, PROPOSAL_STATUSES, enumIndex, enumName } from "../../codecs/enums.ts";
import { UNITS_PER_TONNE } from "../../units/tonnes.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Place, Read, Value } from "../figures.ts";
import { expectSame, lower } from "../ledger.ts";
import type { Batch, Ledger } from "../ledger.ts";

const read = (functionName: string, ...args: Value[]): Read => ({ contract: "carbonCredits", functionName, args });

const ISSUED = BigInt(enumIndex(PROPOSAL_STATUSES, "ISSUED"));

/** The batch of an event; an unknown one is a difference. */
export function batchOf(ledger: Ledger, id: bigint, place: Place): Batch | null {
  const batch = ledger.batches.get(id);
  if (batch !== undefined) return batch;
  const figure = `carbonCredits batch ${id}`;
  ledger.differences.push({ kind: "rule", figure, rebuilt: "never issued", found: "named by an event", place });
  return null;
}

/** Moves credits of one batch; minting and burning count towards the batch. */
function move(ledger: Ledger, from: Hex, to: Hex, batchId: bigint, units: bigint, place: Place): void {
  const batch = batchOf(ledger, batchId, place);
  if (batch === null) return;
  if (from === zeroAddress) batch.minted += units;
  else changeHolding(ledger, batch, from, -units, place);
  if (to === zeroAddress) batch.burnt += units;
  else changeHolding(ledger, batch, to, units, place);
}

function changeHolding(ledger: Ledger, batch: Batch, account: Hex, delta: bigint, place: Place): void {
  const after = (batch.holders.get(account) ?? 0n) + delta;
  if (after === 0n) batch.holders.delete(account);
  else batch.holders.set(account, after);
  ledger.figures.set(read("balanceOf", account, batch.id), "", after, place);
  if (after < 0n)
    ledger.dips.set(`carbonCredits.balanceOf(${account}, ${batch.id})`, () => batch.holders.get(account) ?? 0n);
}

/** Consumes the next units of a batch's block; a gap or an overlap is a difference. */
export function consume(ledger: Ledger, batch: Batch, firstUnit: bigint, units: bigint, place: Place): void {
  expectSame(ledger, "rule", `next unit of batch ${batch.id}`, batch.nextUnit, firstUnit, place);
  batch.nextUnit = firstUnit + units;
  if (batch.nextUnit > batch.issued) {
    expectSame(ledger, "rule", `units of batch ${batch.id}`, batch.issued, batch.nextUnit, place);
  }
}

/** What is left in circulation after `units` of a batch were retired or cancelled. */
export function writeSupply(ledger: Ledger, batch: Batch, place: Place): void {
  const cancelled = [...batch.cancelled.values()].reduce((sum, units) => sum + units, 0n);
  ledger.figures.set(read("totalSupply", batch.id), "", batch.issued - batch.retired - cancelled, place);
  ledger.figures.set(read("batch", batch.id), "retiredUnits", batch.retired, place);
  ledger.figures.set(read("batch", batch.id), "cancelledUnits", cancelled, place);
}

/** Batches, who holds them, and what leaves circulation without a claim. */
export const creditHandlers: EventHandlers<typeof carbonCreditsAbi> = {
  BatchIssued(args, place, ledger) {
    const { batchId, proposalId, projectId, recipient: _recipient, units, ...block } = args;
    ledger.figures.set(read("proposal", proposalId), "status", ISSUED, place);
    ledger.figures.set(read("proposalOf", batchId), "", proposalId, place);
    const [blockStart, blockEnd] = [BigInt(block.blockStart), BigInt(block.blockEnd)];
    const tonnes = blockEnd - blockStart + 1n;
    expectSame(ledger, "rule", `units of batch ${batchId}`, tonnes * UNITS_PER_TONNE, units, place);
    const batch: Batch = {
      id: batchId,
      namespace: block.serialNamespace,
      blockStart,
      blockEnd,
      issued: units,
      minted: 0n,
      burnt: 0n,
      retired: 0n,
      cancelled: new Map(),
      nextUnit: 0n,
      issuedIn: place,
      holders: new Map(),
    };
    ledger.batches.set(batchId, batch);
    ledger.figures.setAll(read("batch", batchId), "", { projectId, ...block }, place);
    if (place.timestamp !== undefined) ledger.figures.set(read("batch", batchId), "issuedAt", place.timestamp, place);
    ledger.figures.set(read("suspendedUntil", batchId), "", 0n, place);
    writeSupply(ledger, batch, place);
  },
  Cancelled({ batchId, units, firstUnit, batchCancelledUnits, reason }, place, ledger) {
    const batch = batchOf(ledger, batchId, place);
    if (batch === null) return;
    consume(ledger, batch, firstUnit, units, place);
    const name = enumName(CANCELLATION_REASONS, reason);
    batch.cancelled.set(name, (batch.cancelled.get(name) ?? 0n) + units);
    writeSupply(ledger, batch, place);
    const stated = ledger.figures.amount(read("batch", batchId), "cancelledUnits");
    expectSame(ledger, "event", `cancelled of batch ${batchId}`, stated, batchCancelledUnits, place);
  },
  TransferSingle({ from, to, id, value }, place, ledger) {
    move(ledger, lower(from), lower(to), id, value, place);
  },
  TransferBatch({ from, to, ids, values }, place, ledger) {
    for (const [index, id] of ids.entries()) move(ledger, lower(from), lower(to), id, values[index] ?? 0n, place);
  },
};
