import type { Hex } from "viem";
import type { carbonCreditsAbi } from "../../abi/index.ts";
import { REQUEST_STATUSES, enumIndex } from "../../codecs/enums.ts";
import type { RequestStatus } from "../../codecs/enums.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Place, Read, Value } from "../figures.ts";
import { expectSame, lower } from "../ledger.ts";
import type { Ledger } from "../ledger.ts";
import type { RequestFact } from "../waiting-book.ts";

const read = (functionName: string, ...args: Value[]): Read => ({ contract: "carbonCredits", functionName, args });
const statusIndex = (status: RequestStatus): bigint => BigInt(enumIndex(REQUEST_STATUSES, status));
const portionsText = (portions: readonly { batchId: bigint; units: bigint }[]): string =>
  portions.map(({ batchId, units }) => `${batchId}: ${units}`).join(", ");

/** Ends a request; one that is unknown or over is a difference. */
function end(ledger: Ledger, requestId: bigint, status: RequestStatus, place: Place): RequestFact | null {
  ledger.figures.set(read("retirementRequest", requestId), "status", statusIndex(status), place);
  const request = ledger.waiting.requests.get(requestId);
  if (request?.isOpen !== true) {
    expectSame(ledger, "rule", `retirement request ${requestId}`, "not open", status, place);
    return null;
  }
  request.isOpen = false;
  return request;
}

/** Retirements that wait for the source registry's word. */
export const requestHandlers: EventHandlers<typeof carbonCreditsAbi> = {
  ConfirmationRequired({ projectId, required }, place, ledger) {
    ledger.figures.set(read("isConfirmationRequired", projectId), "", required, place);
  },
  RetirementRequested({ requestId, account, portions, details }, place, ledger) {
    const request = read("retirementRequest", requestId);
    ledger.figures.setAll(request, "", { account, status: statusIndex("PENDING"), portions, details }, place);
    if (place.timestamp !== undefined) ledger.figures.set(request, "requestedAt", place.timestamp, place);
    const waiting = { account: lower(account), portions: [...portions], isOpen: true };
    ledger.waiting.requests.set(requestId, waiting);
  },
  RetirementConfirmed({ requestId, retirementId }, place, ledger) {
    const request = end(ledger, requestId, "FINAL", place);
    const retired = ledger.retirements.get(retirementId)?.parts ?? [];
    if (request === null) return;
    const figure = `portions of request ${requestId}`;
    expectSame(ledger, "rule", figure, portionsText(request.portions), portionsText(retired), place);
  },
  RetirementReverted({ requestId, account }, place, ledger) {
    const request = end(ledger, requestId, "REVERTED", place);
    if (request !== null)
      expectSame(ledger, "event", `account of request ${requestId}`, request.account, lower(account), place);
  },
};

/** Leaves of one import that are asked for; a root may claim four thousand million. */
const MOST_LEAVES = 20_000;

/** What only the end shows: that the registry holds what waits with it, and which leaves are unused. */
export function closeWaiting(ledger: Ledger, last: Place): void {
  for (const [root, { count, issued, place }] of ledger.waiting.imports) {
    for (let index = 0; index < Math.min(count, MOST_LEAVES); index++) {
      if (!issued.has(index)) ledger.figures.set(read("isLeafIssued", root, BigInt(index)), "", false, place);
    }
  }
  const { registry } = ledger.custodians;
  if (registry !== null) closeHeld(ledger, registry, last);
}

function closeHeld(ledger: Ledger, registry: Hex, last: Place): void {
  const waiting = new Map<bigint, bigint>();
  for (const { portions, isOpen } of ledger.waiting.requests.values()) {
    if (!isOpen) continue;
    for (const { batchId, units } of portions) waiting.set(batchId, (waiting.get(batchId) ?? 0n) + units);
  }
  for (const [batchId, units] of waiting) {
    const held = ledger.batches.get(batchId)?.holders.get(registry) ?? 0n;
    if (held >= units) continue;
    expectSame(ledger, "rule", `credits of batch ${batchId} that wait to be retired, at least`, units, held, last);
  }
}
