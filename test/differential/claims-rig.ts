import { accessManagerAbi, encodeBasketRules } from "@carbonxchange/sdk";
import { targetOf, verifyChain } from "@carbonxchange/sdk/node";
import type { AuditTarget, Verification } from "@carbonxchange/sdk/node";
import { toFunctionSelector, zeroAddress } from "viem";
import type { Address } from "viem";
import { ADMIN, createExchangeRig } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";
import type { Deployed } from "./local-chain.ts";

const [VERIFIER_ROLE, CUSTODIAN_ROLE] = [3n, 8n];
export const RULE_DELAY_SECONDS = 86_400;
export const BASKET_FEE_BPS = 150;

/** The rig with what stands behind the claims of credits: the label registry, the reversal buffer and a basket. */
export type ClaimsRig = ExchangeRig & { claims: Record<"labels" | "buffer" | "basket", Deployed> };

/** Deploys everything; nothing is issued yet, so that the buffer gets its share of every issuance. */
export async function createClaimsRig(): Promise<ClaimsRig> {
  const rig = await createExchangeRig();
  const { chain, contracts, deployment } = rig;
  const { accessManager } = deployment.contracts;
  const manager: Deployed = { address: accessManager.address, abi: accessManagerAbi };
  const at = [manager.address, contracts.credits.address];
  const labels = await chain.deployProxy("LabelRegistry", at);
  const buffer = await chain.deployProxy("ReversalBuffer", at);
  await chain.send(ADMIN, contracts.credits, "setBuffer", [buffer.address]);
  const setup = {
    accessManager: manager.address,
    credits: contracts.credits.address,
    labels: labels.address,
    impairment: buffer.address,
    feeRecipient: chain.wallets[ADMIN]?.account.address,
    ruleDelay: RULE_DELAY_SECONDS,
    name: "Test basket",
    symbol: "TB",
  };
  const basket = await chain.deployProxy("CarbonBasket", [setup, encodeBasketRules({ feeBps: BASKET_FEE_BPS })]);

  const mayCall = async (target: Address, signatures: readonly string[], role: bigint) =>
    chain.send(ADMIN, manager, "setTargetFunctionRole", [target, signatures.map(toFunctionSelector), role]);
  await mayCall(
    buffer.address,
    ["extend(uint256)", "consent(uint256,bytes32)", "refuse(uint256,string)"],
    VERIFIER_ROLE,
  );
  const attesting = ["attestImport(bytes32,bytes32)", "refuseImport(bytes32,string)"];
  await mayCall(contracts.credits.address, attesting, VERIFIER_ROLE);
  const retireHeld = "retireHeld(address,(uint256,uint64)[],(address,bytes32,uint8,bytes2,uint40,uint40,string,uint8))";
  await mayCall(contracts.credits.address, [retireHeld], CUSTODIAN_ROLE);
  await mayCall(basket.address, ["withdrawRules()"], 0n);
  await mayCall(labels.address, ["registerLabel(string)"], 0n);
  await chain.send(ADMIN, manager, "grantRole", [CUSTODIAN_ROLE, basket.address, 0]);
  const placed = {
    labelRegistry: { address: labels.address, startBlock: 0 },
    reversalBuffer: { address: buffer.address, startBlock: 0 },
    carbonBasket: { address: basket.address, startBlock: 0 },
  };
  return {
    ...rig,
    deployment: { contracts: { ...deployment.contracts, ...placed } },
    claims: { labels, buffer, basket },
  };
}

/** What of a rig is verified: it has neither a timelock nor a list of its own, and not every rig has what stands behind claims. */
export function targetOfRig({ deployment }: ExchangeRig): AuditTarget {
  const named = targetOf({ chainId: 31_337, name: "test", genesisHash: "0x", ...deployment });
  const isThere = ([, address]: [string, Address]) => address !== zeroAddress;
  const addresses = Object.fromEntries(Object.entries(named.addresses).filter(isThere)) as AuditTarget["addresses"];
  return { addresses, baskets: named.baskets.filter((address) => address !== zeroAddress), fromBlock: 0n };
}

/** Rebuilds and compares everything of a rig at its last block. */
export function verifyRig(rig: ExchangeRig, blocksPerCall: bigint): Promise<Verification> {
  return verifyChain({
    client: rig.chain.publicClient,
    target: targetOfRig(rig),
    at: "latest",
    blocksPerCall,
    wait: () => Promise.resolve(),
    progress: () => undefined,
  });
}
