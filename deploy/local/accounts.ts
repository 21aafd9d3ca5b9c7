/** The ready-made accounts of the local chain, from the mnemonic every development chain knows. */
import { mnemonicToAccount, type HDAccount } from "viem/accounts";
import { bytesToHex, type Hex } from "viem";

/** Public and worthless: never send anything of value to these accounts. */
export const LOCAL_MNEMONIC = "test test test test test test test test test test test junk";

export type LocalRole =
  "deployer" | "registry" | "verifier" | "alice" | "bob" | "keeper" | "makerA" | "makerB" | "officer" | "outsider";

/** Role -> index in the mnemonic and what the account may do, in one line. */
export const LOCAL_ROLES: Readonly<Record<LocalRole, { index: number; duties: string }>> = {
  deployer: { index: 0, duties: "market operator, treasurer, timelock proposer" },
  registry: { index: 1, duties: "registry: projects, proposals, issuance" },
  verifier: { index: 2, duties: "verifier: attests or refuses issuances" },
  alice: { index: 3, duties: "trader with cash and credits" },
  bob: { index: 4, duties: "trader with cash and credits" },
  keeper: { index: 5, duties: "keeper: executes what is due, prunes, anchors the audit log" },
  makerA: { index: 6, duties: "market maker of the demonstration flow" },
  makerB: { index: 7, duties: "market maker of the demonstration flow" },
  officer: { index: 8, duties: "compliance officer and guardian" },
  outsider: { index: 9, duties: "no eligibility: orders are refused" },
};

export type LocalAccount = { role: LocalRole; account: HDAccount; privateKey: Hex; duties: string };

/** The account of one role with its private key. */
export function localAccount(role: LocalRole): LocalAccount {
  const { index, duties } = LOCAL_ROLES[role];
  const account = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: index });
  const key = account.getHdKey().privateKey;
  if (!key) throw new TypeError(`the mnemonic gives no private key for account ${index}`);
  return { role, account, privateKey: bytesToHex(key), duties };
}

/** All ten accounts in the order of their index. */
export function localAccounts(): LocalAccount[] {
  return (Object.keys(LOCAL_ROLES) as LocalRole[]).map(localAccount);
}
