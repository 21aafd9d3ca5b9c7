import { zeroAddress } from "viem";
import type { retirementCertificateAbi } from "../../abi/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Read, Value } from "../figures.ts";
import { expectSame, lower } from "../ledger.ts";
import { isShare } from "./shares.ts";

const read = (functionName: string, ...args: Value[]): Read => ({
  contract: "retirementCertificate",
  functionName,
  args,
});

export const certificateHandlers: EventHandlers<typeof retirementCertificateAbi> = {
  Transfer({ from, to, tokenId }, place, ledger) {
    expectSame(ledger, "rule", `certificate ${tokenId} comes from`, zeroAddress, lower(from), place);
    const owner = lower(to);
    ledger.figures.set(read("ownerOf", tokenId), "", owner, place);
    ledger.figures.add(read("balanceOf", owner), "", 1n, place);
    if (isShare(tokenId)) return;
    const retirement = ledger.retirements.get(tokenId);
    if (retirement === undefined) {
      expectSame(ledger, "rule", `certificate ${tokenId}`, "no retirement", "minted", place);
    } else {
      retirement.certificateOwner = owner;
    }
  },
  Locked({ tokenId }, place, ledger) {
    ledger.figures.set(read("locked", tokenId), "", true, place);
  },
};
