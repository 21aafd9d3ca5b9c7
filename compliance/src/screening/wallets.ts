import { ComplianceError } from "../errors.ts";

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/** A set of listed EVM addresses, lower case inside. */
export type WalletList = { isListed(address: string): boolean; addresses: ReadonlySet<string> };

/** Builds a wallet list from EVM addresses in any case; throws BAD_LIST with the line of the first malformed one. */
export function createWalletList(addresses: readonly string[]): WalletList {
  const set = new Set<string>();
  addresses.forEach((address, index) => {
    if (!ADDRESS.test(address))
      throw new ComplianceError("BAD_LIST", `"${address}" is not an address`, { line: index + 1 });
    set.add(address.toLowerCase());
  });
  return { addresses: set, isListed: (address) => set.has(address.toLowerCase()) };
}

/** Lines of a published address list; blank lines are left out. */
export function parseWalletLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** What a new list changes: who is to be blocked and who released. */
export function walletChanges(before: WalletList, after: WalletList): { block: string[]; unblock: string[] } {
  return {
    block: [...after.addresses].filter((address) => !before.addresses.has(address)).sort(),
    unblock: [...before.addresses].filter((address) => !after.addresses.has(address)).sort(),
  };
}
