import type { carbonCreditsAbi } from "../../abi/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Read, Value } from "../figures.ts";
import { lower } from "../ledger.ts";

const read = (functionName: string, ...args: Value[]): Read => ({ contract: "carbonCredits", functionName, args });

/** What may not move, and the contracts that the registry is linked with. */
export const restrictionHandlers: EventHandlers<typeof carbonCreditsAbi> = {
  Frozen({ account, tokenId, amount }, place, ledger) {
    ledger.figures.set(read("getFrozenTokens", lower(account), tokenId), "", amount, place);
  },
  BatchSuspended({ batchId, until }, place, ledger) {
    ledger.figures.set(read("suspendedUntil", batchId), "", BigInt(until), place);
  },
  CertificateSet({ certificate }, place, ledger) {
    ledger.figures.set(read("links"), "certificate", lower(certificate), place);
  },
  BufferSet({ buffer }, place, ledger) {
    ledger.figures.set(read("buffer"), "", lower(buffer), place);
    ledger.custodians.buffers.push(lower(buffer));
  },
};
