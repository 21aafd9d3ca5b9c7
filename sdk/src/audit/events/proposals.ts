import { zeroAddress } from "viem";
import type { carbonCreditsAbi } from "../../abi/index.ts";
import { PROPOSAL_STATUSES, enumIndex } from "../../codecs/enums.ts";
import type { OnChainProposalStatus } from "../../codecs/enums.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Place, Read, Value } from "../figures.ts";
import { expectSame, lower } from "../ledger.ts";
import type { Ledger } from "../ledger.ts";

const read = (functionName: string, ...args: Value[]): Read => ({ contract: "carbonCredits", functionName, args });
const statusIndex = (status: OnChainProposalStatus): bigint => BigInt(enumIndex(PROPOSAL_STATUSES, status));

function setStatus(ledger: Ledger, proposalId: bigint, status: OnChainProposalStatus, place: Place): void {
  ledger.figures.set(read("proposal", proposalId), "status", statusIndex(status), place);
}

function setImport(ledger: Ledger, root: `0x${string}`, fields: object, place: Place): void {
  ledger.figures.setAll(read("issuanceImport", root), "", fields, place);
}

/** Projects, proposals of issuances one by one or by the root of a tree, and what conversions refer to. */
export const proposalHandlers: EventHandlers<typeof carbonCreditsAbi> = {
  ProjectRegistered({ projectId, registrar: _registrar, ...project }, place, ledger) {
    ledger.figures.setAll(read("project", projectId), "", project, place);
    ledger.figures.set(read("counts"), "projects", projectId, place);
    ledger.figures.set(read("isConfirmationRequired", projectId), "", false, place);
  },
  IssuanceProposed({ proposalId, proposer, issuance }, place, ledger) {
    const proposal = read("proposal", proposalId);
    ledger.figures.setAll(proposal, "issuance", issuance, place);
    ledger.figures.setAll(proposal, "", { proposer, verifier: zeroAddress }, place);
    setStatus(ledger, proposalId, "PROPOSED", place);
    ledger.figures.set(read("counts"), "proposals", proposalId, place);
  },
  IssuanceAttested({ proposalId, verifier }, place, ledger) {
    ledger.figures.set(read("proposal", proposalId), "verifier", lower(verifier), place);
    setStatus(ledger, proposalId, "ATTESTED", place);
  },
  IssuanceRefused({ proposalId, verifier }, place, ledger) {
    ledger.figures.set(read("proposal", proposalId), "verifier", lower(verifier), place);
    setStatus(ledger, proposalId, "REFUSED", place);
  },
  IssuanceWithdrawn({ proposalId }, place, ledger) {
    setStatus(ledger, proposalId, "WITHDRAWN", place);
  },
  IssuanceExpired({ proposalId }, place, ledger) {
    setStatus(ledger, proposalId, "EXPIRED", place);
  },
  ImportProposed({ root, ...proposed }, place, ledger) {
    const fresh = { verifier: zeroAddress, issuedCount: 0, status: statusIndex("PROPOSED") };
    setImport(ledger, root, { ...proposed, ...fresh }, place);
    if (place.timestamp !== undefined) setImport(ledger, root, { proposedAt: place.timestamp }, place);
    ledger.waiting.imports.set(root, { count: proposed.count, issued: new Set(), place });
  },
  ImportAttested({ root, verifier }, place, ledger) {
    setImport(ledger, root, { verifier, status: statusIndex("ATTESTED") }, place);
  },
  ImportRefused({ root, verifier }, place, ledger) {
    setImport(ledger, root, { verifier, status: statusIndex("REFUSED") }, place);
  },
  ImportWithdrawn({ root }, place, ledger) {
    setImport(ledger, root, { status: statusIndex("WITHDRAWN") }, place);
  },
  LeafIssued({ root, index, issuedCount }, place, ledger) {
    const issued = ledger.waiting.imports.get(root)?.issued ?? new Set<number>();
    issued.add(index);
    expectSame(ledger, "event", `leaves minted of ${root}`, BigInt(issued.size), BigInt(issuedCount), place);
    setImport(ledger, root, { issuedCount }, place);
    ledger.figures.set(read("isLeafIssued", root, BigInt(index)), "", true, place);
  },
  ConvertedIn({ conversionRef, batchId }, place, ledger) {
    ledger.figures.set(read("conversionBatch", conversionRef), "", batchId, place);
  },
  ConvertedOut({ conversionRef }, place, ledger) {
    ledger.figures.set(read("isConvertedOut", conversionRef), "", true, place);
  },
};
