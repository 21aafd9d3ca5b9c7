import { z } from "zod";
import { pageOf, retirementDto } from "./dto.ts";

/** Answers that only this door gives; the SDK publishes no type for them. */
const decimal = z.string().regex(/^-?\d+$/);
const hex = z.string().regex(/^0x[0-9a-fA-F]*$/);
const seconds = z.int();

export const healthDto = z.object({ status: z.literal("ok"), uptimeSeconds: z.number() }).openapi("Health");
export const readyDto = z
  .object({ status: z.literal("ready"), head: decimal, indexedBlock: decimal, lagBlocks: z.int() })
  .openapi("Ready");

export const deploymentDto = z
  .object({
    chainId: z.int(),
    name: z.string(),
    genesisHash: hex,
    contracts: z.record(z.string(), z.object({ address: hex, startBlock: z.int() })),
  })
  .openapi("Deployment");

/** issued = circulating + escrowed + retired + cancelled, once from events' totals and once by adding up every balance. */
export const reconciliationDto = z
  .object({
    batchId: decimal,
    block: decimal,
    issuedUnits: decimal,
    circulatingUnits: decimal,
    escrowedUnits: decimal,
    retiredUnits: decimal,
    cancelledUnits: decimal,
    differenceUnits: decimal,
    sumOfBalancesUnits: decimal,
    retirements: z.int(),
    sumOfRetirementsUnits: decimal,
    balanced: z.boolean(),
  })
  .openapi("Reconciliation");

export const certificateDto = z
  .object({
    id: decimal,
    owner: hex,
    locked: z.boolean(),
    mintedAt: seconds,
    contract: hex,
    block: decimal,
    txHash: hex,
    retirement: retirementDto,
  })
  .openapi("Certificate");

export const serialDto = z
  .object({
    namespace: z.string(),
    number: decimal,
    serial: z.string(),
    batchId: decimal,
    projectId: z.int(),
    /** LIVE: nothing of it consumed. PARTLY_CONSUMED: some kg. Otherwise all of it. */
    state: z.enum(["LIVE", "PARTLY_CONSUMED", "RETIRED", "CANCELLED", "RETIRED_AND_CANCELLED"]),
    liveUnits: decimal,
    consumptions: z.array(
      z.object({
        kind: z.enum(["RETIRED", "CANCELLED"]),
        units: decimal,
        account: hex.nullable(),
        retirementId: decimal.nullable(),
        block: decimal,
        txHash: hex,
      }),
    ),
    /** Living units of a batch are interchangeable: everybody who holds some of it now, largest first. */
    holders: z.array(z.object({ account: hex, units: decimal })),
  })
  .openapi("Serial");

export const pagedRetirements = pageOf(retirementDto);
