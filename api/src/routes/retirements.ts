import { formatSerialRange } from "@carbonxchange/sdk";
import { z } from "zod";
import { findCertificate } from "../db/certificates.ts";
import { findRetirement, listRetirements } from "../db/retirements.ts";
import { findSerial, listHolders } from "../db/serials.ts";
import type { ApiDeps } from "../deps.ts";
import { pageOf, retirementDto } from "../http/dto.ts";
import { certificateDto, serialDto } from "../http/extra-dto.ts";
import { addressField, bigNumber, noParams, noQuery, pageQuery } from "../http/fields.ts";
import { notFound } from "../http/problem.ts";
import { defineRoute } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { traceSerial } from "./trace-serial.ts";

const TAG = "retirements";
const MAX_HOLDERS = 100;
const idParams = z.object({ id: bigNumber });

async function requireRetirement({ db }: ApiDeps, id: string) {
  const retirement = await findRetirement(db, id);
  if (retirement === null) throw notFound(`retirement ${id}`);
  return retirement;
}

async function answerSerial(deps: ApiDeps, namespace: string, number: string) {
  const rows = await findSerial(deps.db, namespace, number);
  const issued = rows.find((row) => row.state === "ISSUED");
  if (issued === undefined) throw notFound(`serial ${number} of "${namespace}"`);
  const trace = traceSerial(BigInt(number), rows);
  const exchange = deps.deployment.contracts.exchange.address.toLowerCase();
  const holders = trace.liveUnits === 0n ? [] : await listHolders(deps.db, issued.batch_id, exchange, MAX_HOLDERS);
  return {
    namespace,
    number,
    serial: formatSerialRange(namespace, BigInt(number), BigInt(number)),
    batchId: issued.batch_id,
    projectId: Number(issued.project_id),
    state: trace.state,
    liveUnits: String(trace.liveUnits),
    consumptions: trace.consumptions.map(({ row, units }) => ({
      kind: row.state,
      units: String(units),
      account: row.account,
      retirementId: row.retirement_id,
      block: row.block,
      txHash: row.tx_hash,
    })),
    holders,
  };
}

/** Retirements, certificates and single serials. */
export function retirementRoutes(deps: ApiDeps): Route[] {
  return [
    defineRoute({
      path: "/api/v1/retirements",
      tag: TAG,
      summary: "Retirements, newest first",
      params: noParams,
      query: pageQuery(50, 500).extend({
        batchId: bigNumber.optional(),
        account: addressField.optional(),
        beneficiary: addressField.optional(),
      }),
      response: pageOf(retirementDto),
      handle: ({ query }) => {
        const { batchId, account, beneficiary } = query;
        return listRetirements(deps.db, { batchId, account, beneficiary }, query);
      },
    }),
    defineRoute({
      path: "/api/v1/retirements/:id",
      tag: TAG,
      summary: "One retirement with the exact serials it consumed",
      params: idParams,
      query: noQuery,
      response: retirementDto,
      problems: [404],
      handle: ({ params }) => requireRetirement(deps, params.id),
    }),
    defineRoute({
      path: "/api/v1/certificates/:id",
      tag: TAG,
      summary: "A soulbound certificate; its id is the retirement's",
      params: idParams,
      query: noQuery,
      response: certificateDto,
      problems: [404],
      handle: async ({ params }) => {
        const row = await findCertificate(deps.db, params.id);
        if (row === null) throw notFound(`certificate ${params.id}`);
        const { id, owner, locked, block } = row;
        const contract = deps.deployment.contracts.retirementCertificate.address.toLowerCase();
        const retirement = await requireRetirement(deps, params.id);
        return { id, owner, locked, mintedAt: Number(row.minted_at), contract, block, txHash: row.tx_hash, retirement };
      },
    }),
    defineRoute({
      path: "/api/v1/serials",
      tag: TAG,
      summary: "What became of one serial number: live, retired or cancelled, and by whom",
      params: noParams,
      query: z.object({ namespace: z.string().min(1).max(500), number: bigNumber }),
      response: serialDto,
      problems: [404],
      handle: ({ query }) => answerSerial(deps, query.namespace, query.number),
    }),
  ];
}
