import type { retirementCertificateAbi } from "../../abi/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Place, Read, Value } from "../figures.ts";
import { expectSame } from "../ledger.ts";
import type { Ledger } from "../ledger.ts";

const read = (functionName: string, ...args: Value[]): Read => ({
  contract: "retirementCertificate",
  functionName,
  args,
});
/** The outputs of `shareOf`, which have no names on the chain. */
const SHARE = { retirementId: "0", firstUnit: "1", units: "2", givenUnits: "3" } as const;
const RETIREMENT_BITS = 64n;
const RETIREMENT_MASK = (1n << RETIREMENT_BITS) - 1n;

/** Whether a certificate is of a part that was passed on, and not of a retirement itself. */
export const isShare = (tokenId: bigint): boolean => tokenId > RETIREMENT_MASK;

/** Parts of certificates that were passed on, in kg, and what the links of their codes begin with. */
export const shareHandlers: EventHandlers<typeof retirementCertificateAbi> = {
  CertificateSplit({ tokenId, shareId, to, firstUnit, units, givenUnits }, place, ledger) {
    const { figures } = ledger;
    const of = read("shareOf", tokenId);
    const retirementId = shareId & RETIREMENT_MASK;
    expectSame(ledger, "rule", `retirement of ${shareId}`, tokenId & RETIREMENT_MASK, retirementId, place);
    const before = figures.amount(of, SHARE.givenUnits);
    const from = figures.amount(of, SHARE.firstUnit) + before;
    expectSame(ledger, "event", `first unit of certificate ${shareId}`, from, firstUnit, place);
    expectSame(ledger, "event", `passed on of certificate ${tokenId}`, before + units, givenUnits, place);
    figures.set(of, SHARE.givenUnits, before + units, place);
    const share = { retirementId, firstUnit: from, units, givenUnits: 0n };
    for (const [name, field] of Object.entries(SHARE)) {
      figures.set(read("shareOf", shareId), field, share[name as keyof typeof SHARE], place);
    }
    ledger.shares.set(shareId, { parent: tokenId, holder: to.toLowerCase() as `0x${string}`, firstUnit: from, units });
  },
  LinkPrefixSet({ prefix }, place, ledger) {
    ledger.figures.set(read("linkPrefix"), "", prefix, place);
  },
};

/** Every retirement's own certificate is of all its kilograms; no certificate passes on more than it is of. */
export function closeShares(ledger: Ledger, last: Place): void {
  const { figures } = ledger;
  for (const [id, { parts, place }] of ledger.retirements) {
    const units = parts.reduce((sum, part) => sum + part.units, 0n);
    const own = { retirementId: id, firstUnit: 0n, units, givenUnits: 0n };
    for (const [name, field] of Object.entries(SHARE)) {
      figures.setDefault(read("shareOf", id), field, own[name as keyof typeof SHARE], place);
    }
    expectRoom(ledger, id, units, place);
  }
  for (const [id, { units }] of ledger.shares) expectRoom(ledger, id, units, last);
  figures.setDefault(read("linkPrefix"), "", "", last);
}

function expectRoom(ledger: Ledger, tokenId: bigint, units: bigint, place: Place): void {
  const given = ledger.figures.amount(read("shareOf", tokenId), SHARE.givenUnits);
  if (given > units) expectSame(ledger, "rule", `passed on of certificate ${tokenId}, at most`, units, given, place);
}
