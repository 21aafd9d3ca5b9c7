/**
 * The modules behind each contract that is longer than a chain allows (contracts/libraries/ModuleChain.sol), in the order in
 * which a call is passed on. A new one is named here and nowhere else.
 */
export const MODULES = {
  exchange: [
    "ExchangeUpkeep",
    "ExchangeTriggers",
    "ExchangeAccounts",
    "ExchangeConditionals",
    "ExchangeSweep",
    "ExchangeOffice",
    "ExchangeReadings",
  ],
  carbonCredits: ["CreditIssuance", "CreditRequests", "CreditOffice"],
} as const;

/** The contracts that have modules behind them. */
export type ModularContract = keyof typeof MODULES;
export type ModuleName = (typeof MODULES)[ModularContract][number];

const FOLDERS: Record<ModularContract, string> = {
  exchange: "contracts/exchange",
  carbonCredits: "contracts/registry",
};

/** The artifacts of the modules behind a contract, nearest first; none for a contract of one piece. */
export function moduleSources(contract: string): string[] {
  if (!isModular(contract)) return [];
  return MODULES[contract].map((name) => `${FOLDERS[contract]}/${name}.sol/${name}`);
}

/** Whether a contract has modules behind it. */
export function isModular(contract: string): contract is ModularContract {
  return contract in MODULES;
}

/**
 * Deploys the modules of a contract, the last first, since each is constructed with the one behind it.
 * @param deploy given a module and its constructor's arguments, says where it stands.
 * @returns the first module, which the contract is constructed with.
 */
export async function deployModules<Address extends string>(
  contract: ModularContract,
  deploy: (name: ModuleName, source: string, args: readonly Address[]) => Promise<Address>,
): Promise<Address> {
  const sources = moduleSources(contract);
  let next: Address | undefined;
  for (const [index, name] of [...MODULES[contract].entries()].reverse()) {
    next = await deploy(name, sources[index] ?? name, next === undefined ? [] : [next]);
  }
  if (next === undefined) throw new TypeError(`${contract} has no modules`);
  return next;
}
