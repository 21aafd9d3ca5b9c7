import { formatTonnes, UNITS_PER_TONNE } from "@carbonxchange/sdk";
import { utcDay } from "../format/dates.ts";
import type { Certificate, RetirementEvent } from "./certificate-reader.ts";

/** One thing that was checked. `ok` is null where there was nothing to check against. */
export type Check = { label: string; ok: boolean | null; detail: string };

const sameAddress = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function sameAsShown(shown: Certificate, fresh: Certificate): Check {
  const facts = (certificate: Certificate) =>
    JSON.stringify(
      [
        certificate.batch.id,
        certificate.units,
        certificate.firstUnit,
        certificate.account,
        certificate.beneficiary,
        certificate.retiredAt,
        certificate.statement,
      ],
      (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value),
    );
  const ok = facts(shown) === facts(fresh) && shown.document.json === fresh.document.json;
  return {
    label: "The registry still says what this page shows",
    ok,
    detail: `Read again at block ${fresh.readAtBlock}; this page was read at block ${shown.readAtBlock}.`,
  };
}

function documentAgrees({ document, units, serials, retiredAt, beneficiary, batch }: Certificate): Check {
  const expected: [string, string][] = [
    ["Quantity (tonnes CO2e)", formatTonnes(units)],
    ["Retired at", utcDay(retiredAt)],
    ["Beneficiary", beneficiary],
    ["Project ID", batch.project.nativeId],
  ];
  const wrong = expected.filter(([trait, value]) => !sameAddress(document.attributes.get(trait) ?? "", value));
  const first = document.attributes.get("First serial") ?? "";
  const last = document.attributes.get("Last serial") ?? "";
  const serialsAgree = first.includes(`${serials.first}`) && last.includes(`${serials.last}`);
  return {
    label: "The certificate's own document agrees with the registry",
    ok: wrong.length === 0 && serialsAgree,
    detail:
      wrong.length === 0 && serialsAgree
        ? "Quantity, serials, date, project and beneficiary are the same."
        : `Differs: ${[...wrong.map(([trait]) => trait), ...(serialsAgree ? [] : ["serials"])].join(", ")}.`,
  };
}

function serialsInBlock({ serials, batch, firstUnit, units }: Certificate): Check {
  const inside = serials.first >= batch.blockStart && serials.last <= batch.blockEnd;
  const derived = serials.first === batch.blockStart + firstUnit / UNITS_PER_TONNE;
  const counted = firstUnit + units <= batch.retiredUnits + batch.cancelledUnits;
  return {
    label: "The serials belong to the batch and are counted as used up",
    ok: inside && derived && counted,
    detail: `Serials ${serials.first} to ${serials.last} of the block ${batch.blockStart} to ${batch.blockEnd}.`,
  };
}

function eventAgrees(certificate: Certificate, event: RetirementEvent | null): Check {
  const label = "The transaction's event agrees";
  if (!event) return { label, ok: null, detail: "This node gave no event for it; its history may not reach that far." };
  const ok =
    event.batchId === certificate.batch.id &&
    event.units === certificate.units &&
    event.firstUnit === certificate.firstUnit;
  return { label, ok, detail: `Block ${event.block}, log ${event.logIndex}.` };
}

/** Compares a certificate as shown with a fresh reading of the chain. Needs no server of ours. */
export function verifyCertificate(shown: Certificate, fresh: Certificate, event: RetirementEvent | null): Check[] {
  return [
    sameAsShown(shown, fresh),
    {
      label: "The certificate exists and belongs to the beneficiary",
      ok: sameAddress(fresh.owner, fresh.beneficiary),
      detail: `Token ${fresh.id} of the certificate contract is held by ${fresh.owner}.`,
    },
    documentAgrees(fresh),
    serialsInBlock(fresh),
    eventAgrees(fresh, event),
  ];
}
