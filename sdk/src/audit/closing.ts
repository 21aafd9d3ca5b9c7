import type { Hex } from "viem";
import { SIDES } from "../codecs/enums.ts";
import { closeBuffer } from "./buffer.ts";
import { closeBaskets } from "./events/baskets.ts";
import { closeLabels } from "./events/labels.ts";
import { closeWaiting } from "./events/requests.ts";
import { closeShares } from "./events/shares.ts";
import type { Place, Read } from "./figures.ts";
import { expectSame } from "./ledger.ts";
import type { Batch, Ledger } from "./ledger.ts";

/** The largest serial number a block can have: 40 bits. */
const SERIAL_MAX = (1n << 40n) - 1n;

/** What only the end of the logs shows: every serial's place, every level, and that nothing is missing. */
export function closeBooks(ledger: Ledger, last: Place, nowSeconds: bigint): void {
  closeSerials(ledger);
  for (const batch of ledger.batches.values()) closeBatch(ledger, batch);
  closeCertificates(ledger);
  closeShares(ledger, last);
  closeWaiting(ledger, last);
  if (ledger.custodians.labels !== null) closeLabels(ledger, last, nowSeconds);
  if (ledger.custodians.reserve !== null) closeBuffer(ledger, last);
  closeBaskets(ledger, nowSeconds);
  closeLevels(ledger, last);
  closeRoles(ledger, nowSeconds);
  closeCustody(ledger, last);
}

/** No two blocks of a namespace share a serial; the registry must know each block and each gap between them. */
function closeSerials(ledger: Ledger): void {
  const byNamespace = new Map<string, Batch[]>();
  for (const batch of ledger.batches.values()) {
    const blocks = byNamespace.get(batch.namespace);
    if (blocks === undefined) byNamespace.set(batch.namespace, [batch]);
    else blocks.push(batch);
  }
  for (const blocks of byNamespace.values()) {
    blocks.sort((a, b) => (a.blockStart < b.blockStart ? -1 : 1));
    let free = 0n;
    for (const block of blocks) {
      const { namespace, blockStart, blockEnd, issuedIn } = block;
      if (blockStart < free) expectSame(ledger, "rule", `serials of ${namespace} from`, free, blockStart, issuedIn);
      else expectGap(ledger, namespace, free, blockStart - 1n, issuedIn);
      const taken = { taken: true, takenStart: blockStart, takenEnd: blockEnd };
      ledger.figures.setAll(serialsRead(namespace, blockStart, blockEnd), "", taken, issuedIn);
      free = blockEnd + 1n;
    }
    const place = blocks.at(-1)?.issuedIn;
    if (place !== undefined) expectGap(ledger, blocks[0]?.namespace ?? "", free, SERIAL_MAX, place);
  }
}

function expectGap(ledger: Ledger, namespace: string, from: bigint, to: bigint, place: Place): void {
  if (from <= to) ledger.figures.set(serialsRead(namespace, from, to), "taken", false, place);
}

function serialsRead(namespace: string, from: bigint, to: bigint): Read {
  return { contract: "carbonCredits", functionName: "serialsTaken", args: [namespace, from, to] };
}

/** What was minted is what was issued, what was burnt has been retired or cancelled, and the rest is somebody's. */
function closeBatch(ledger: Ledger, batch: Batch): void {
  const { id, issuedIn } = batch;
  const cancelled = [...batch.cancelled.values()].reduce((sum, units) => sum + units, 0n);
  const held = [...batch.holders.values()].reduce((sum, units) => sum + units, 0n);
  expectSame(ledger, "rule", `minted of batch ${id}`, batch.issued, batch.minted, issuedIn);
  expectSame(ledger, "rule", `burnt of batch ${id}`, batch.retired + cancelled, batch.burnt, issuedIn);
  expectSame(ledger, "rule", `held of batch ${id}`, batch.issued - batch.retired - cancelled, held, issuedIn);
}

/** Every retirement has a certificate, and its beneficiary owns it. */
function closeCertificates(ledger: Ledger): void {
  for (const [id, { beneficiary, certificateOwner, place }] of ledger.retirements) {
    expectSame(ledger, "rule", `owner of certificate ${id}`, beneficiary, certificateOwner ?? "not minted", place);
  }
}

/** The book as the exchange must show it: each level by its price, and no level more. */
function closeLevels(ledger: Ledger, last: Place): void {
  for (const market of ledger.markets.values()) {
    for (const [index, side] of SIDES.entries()) {
      const prefix = `${market.id} ${side} `;
      const depth = (from: bigint, most: bigint): Read => ({
        contract: "exchange",
        functionName: "depth",
        args: [BigInt(market.id), BigInt(index), from, most],
      });
      let count = 0n;
      for (const [key, { lots, place }] of ledger.levels) {
        if (!key.startsWith(prefix) || lots === 0n) continue;
        const priceTicks = BigInt(key.slice(prefix.length));
        ledger.figures.setAll(depth(priceTicks, 1n), "0", { priceTicks, lots }, place);
        count += 1n;
      }
      ledger.figures.set(depth(0n, count + 1n), "length", count, last);
    }
  }
}

/** A changed delay is pending until its time. */
function closeRoles(ledger: Ledger, nowSeconds: bigint): void {
  for (const [role, members] of ledger.roles) {
    for (const [account, { delaySeconds, effectAt, place }] of members) {
      const read: Read = { contract: "accessManager", functionName: "getAccess", args: [role, account] };
      ledger.figures.set(read, effectAt <= nowSeconds ? "currentDelay" : "pendingDelay", delaySeconds, place);
    }
  }
}

/** The sum of a table's row. */
export function sumOf(row: ReadonlyMap<Hex, bigint> | undefined): bigint {
  return [...(row?.values() ?? [])].reduce((sum, amount) => sum + amount, 0n);
}

/** What the exchange must hold of an asset: free balances, escrow of live orders and fees. */
export function owedIn(ledger: Ledger, asset: number): bigint {
  const fees = [...ledger.markets.values()]
    .filter(({ quoteAsset }) => quoteAsset === asset)
    .reduce((sum, market) => sum + market.fees, ledger.spilledFees.get(asset) ?? 0n);
  return sumOf(ledger.free.get(asset)) + sumOf(ledger.escrowed.get(asset)) + fees;
}

/** The credits that the exchange's own account holds are those its vault owes. */
function closeCustody(ledger: Ledger, last: Place): void {
  const { exchange } = ledger.custodians;
  if (exchange === null) return;
  for (const [asset, { isCredit, batchId }] of ledger.assets) {
    if (!isCredit) continue;
    const held = ledger.batches.get(batchId)?.holders.get(exchange) ?? 0n;
    expectSame(ledger, "rule", `credits of batch ${batchId} in the exchange`, owedIn(ledger, asset), held, last);
  }
}
