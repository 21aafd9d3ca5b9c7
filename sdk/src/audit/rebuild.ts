import type { Abi } from "viem";
import {
  accessManagerAbi,
  carbonBasketAbi,
  carbonCreditsAbi,
  complianceGateAbi,
  exchangeAbi,
  labelRegistryAbi,
  retirementCertificateAbi,
  reversalBufferAbi,
  sanctionsListAbi,
} from "../abi/index.ts";
import type { AuditEvent } from "./audit-event.ts";
import { closeBooks } from "./closing.ts";
import type { AuditContract, Place } from "./figures.ts";
import { basketHandlers } from "./events/baskets.ts";
import { bufferHandlers } from "./events/buffer.ts";
import { certificateHandlers } from "./events/certificates.ts";
import { conditionalHandlers } from "./events/conditionals.ts";
import { creditHandlers } from "./events/credits.ts";
import { labelHandlers } from "./events/labels.ts";
import { lossHandlers } from "./events/losses.ts";
import { marketHandlers } from "./events/markets.ts";
import { orderHandlers } from "./events/orders.ts";
import { parentHandlers } from "./events/parents.ts";
import { proposalHandlers } from "./events/proposals.ts";
import { recoveryHandlers } from "./events/recoveries.ts";
import { requestHandlers } from "./events/requests.ts";
import { restrictionHandlers } from "./events/restrictions.ts";
import { retirementHandlers } from "./events/retirements.ts";
import { roleHandlers, timelockAbi, timelockHandlers } from "./events/roles.ts";
import { shareHandlers } from "./events/shares.ts";
import { gateHandlers, sanctionsHandlers } from "./events/standing.ts";
import { takeHandlers } from "./events/takes.ts";
import { createLedger, expectSame } from "./ledger.ts";
import type { Custodians, Ledger } from "./ledger.ts";

/** The ABIs by which logs are decoded and contracts are asked. */
export const AUDIT_ABIS = {
  carbonCredits: carbonCreditsAbi,
  retirementCertificate: retirementCertificateAbi,
  labelRegistry: labelRegistryAbi,
  reversalBuffer: reversalBufferAbi,
  carbonBasket: carbonBasketAbi,
  exchange: exchangeAbi,
  complianceGate: complianceGateAbi,
  sanctionsList: sanctionsListAbi,
  accessManager: accessManagerAbi,
  timelock: timelockAbi,
} as const satisfies Record<AuditContract, Abi>;

type AnyHandler = (args: never, place: Place, ledger: Ledger) => void;

const HANDLERS: Record<AuditContract, Readonly<Record<string, AnyHandler | undefined>>> = {
  carbonCredits: {
    ...proposalHandlers,
    ...creditHandlers,
    ...retirementHandlers,
    ...requestHandlers,
    ...restrictionHandlers,
  },
  retirementCertificate: { ...certificateHandlers, ...shareHandlers },
  labelRegistry: labelHandlers,
  reversalBuffer: { ...bufferHandlers, ...lossHandlers },
  carbonBasket: basketHandlers,
  exchange: {
    ...marketHandlers,
    ...orderHandlers,
    ...takeHandlers,
    ...parentHandlers,
    ...conditionalHandlers,
    ...recoveryHandlers,
  },
  complianceGate: gateHandlers,
  sanctionsList: sanctionsHandlers,
  accessManager: roleHandlers,
  timelock: timelockHandlers,
};

/** Rebuilds everything from logs: give it each one in chain order, then `finish`. */
export type Rebuild = {
  readonly ledger: Ledger;
  apply(event: AuditEvent): void;
  /**
   * Compares what only the end can show; afterwards the ledger's figures are complete. Call once.
   * @param nowSeconds time of the block at which contracts are asked.
   */
  finish(nowSeconds: bigint): Ledger;
};

/** Starts from nothing; see `createFigures` for `watched`. */
export function createRebuild(custodians: Custodians, watched?: ReadonlySet<string>): Rebuild {
  const ledger = createLedger(custodians, watched);
  let last: Place | null = null;

  /** Within a transaction an amount may dip: what an order locks comes one event before what pays for it. */
  function settleTransaction(): void {
    for (const [name, amount] of ledger.dips) {
      if (amount() < 0n) expectSame(ledger, "rule", name, amount(), 0n, last);
    }
    ledger.dips.clear();
  }

  return {
    ledger,
    apply({ contract, name, args, place }) {
      if (last !== null && last.tx !== place.tx && ledger.dips.size > 0) settleTransaction();
      last = place;
      HANDLERS[contract][name]?.(args as never, place, ledger);
    },
    finish(nowSeconds) {
      settleTransaction();
      if (last !== null) closeBooks(ledger, last, nowSeconds);
      return ledger;
    },
  };
}
