/**
 * The modules behind the Exchange (contracts/exchange/ModuleChain.sol), in the order in which a call is passed on. A new one is
 * named here and nowhere else.
 */
export const EXCHANGE_MODULES = [
  "ExchangeUpkeep",
  "ExchangeTriggers",
  "ExchangeAccounts",
  "ExchangeConditionals",
  "ExchangeSweep",
  "ExchangeOffice",
] as const;
export type ExchangeModule = (typeof EXCHANGE_MODULES)[number];

/**
 * Deploys the modules, the last first, since each is constructed with the one behind it.
 * @param deploy given a module and its constructor's arguments, says where it stands.
 * @returns the first module, which the Exchange is constructed with.
 */
export async function deployModules<Address extends string>(
  deploy: (name: ExchangeModule, args: readonly Address[]) => Promise<Address>,
): Promise<Address> {
  let next: Address | undefined;
  for (const name of [...EXCHANGE_MODULES].reverse()) next = await deploy(name, next === undefined ? [] : [next]);
  if (next === undefined) throw new TypeError("the Exchange has no modules");
  return next;
}
