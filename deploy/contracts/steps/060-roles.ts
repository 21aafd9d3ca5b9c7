import type { Address, Hex } from "viem";
import { accessManagerAbi, type ContractName } from "@carbonxchange/sdk";
import { deployedAbi } from "../artifact.ts";
import { roleHolders } from "../holders.ts";
import { delayOf, readGrantDelay } from "../role-delays.ts";
import { FUNCTION_ROLES, GRANTED_ROLES, ROLE_IDS, SEPARATED_ROLES, selectorRoles, type GrantedRole } from "../roles.ts";
import type { DeployStep, StepContext } from "./step.ts";

/** Which function needs which role, and who holds it. */
export const roles: DeployStep = {
  id: "060",
  title: "roles",
  async run(context) {
    for (const contract of Object.keys(FUNCTION_ROLES) as (keyof typeof FUNCTION_ROLES)[]) {
      // An oracle of somebody else's is not ours to manage.
      if (contract === "sanctionsList" && context.config.sanctionsList !== undefined) continue;
      await mapFunctions(context, contract);
    }
    await grantRoles(context);
    await separateRoles(context);
    await delayGrants(context);
  },
};

async function mapFunctions({ client, deployer, readArtifact }: StepContext, contract: ContractName): Promise<void> {
  const manager = deployer.at("accessManager");
  const target = deployer.at(contract);
  const abi = deployedAbi(contract, readArtifact);
  const byRole = new Map<GrantedRole, Hex[]>();
  for (const { role, selector } of selectorRoles(contract, abi))
    byRole.set(role, [...(byRole.get(role) ?? []), selector]);
  for (const [role, selectors] of byRole) {
    await deployer.ensure(`${contract}: ${selectors.length} functions need ${role}`, {
      holds: async () => {
        for (const selector of selectors) {
          const actual = await client.readContract({
            address: manager,
            abi: accessManagerAbi,
            functionName: "getTargetFunctionRole",
            args: [target, selector],
          });
          if (actual !== ROLE_IDS[role]) return false;
        }
        return true;
      },
      to: manager,
      abi: accessManagerAbi,
      functionName: "setTargetFunctionRole",
      args: [target, selectors, ROLE_IDS[role]],
    });
  }
}

async function grantRoles({ config, client, deployer }: StepContext): Promise<void> {
  const manager = deployer.at("accessManager");
  const holds = async (role: GrantedRole, account: Address, delaySeconds: number) => {
    const [member, delay] = await client.readContract({
      address: manager,
      abi: accessManagerAbi,
      functionName: "hasRole",
      args: [ROLE_IDS[role], account],
    });
    return member && delay === delaySeconds;
  };
  for (const role of GRANTED_ROLES) {
    for (const account of roleHolders(role, config, deployer)) {
      const delaySeconds = delayOf(role, account, config, deployer);
      await deployer.ensure(`${role} for ${account}, ${delaySeconds} s`, {
        holds: () => holds(role, account, delaySeconds),
        to: manager,
        abi: accessManagerAbi,
        functionName: "grantRole",
        args: [ROLE_IDS[role], account, delaySeconds],
      });
    }
  }
}

/** From here on the maker's and the checker's role are granted by the contract that never gives both to one account. */
async function separateRoles({ client, deployer }: StepContext): Promise<void> {
  const manager = deployer.at("accessManager");
  for (const role of SEPARATED_ROLES) {
    const args = [ROLE_IDS[role]] as const;
    await deployer.ensure(`${role} is granted by the separator`, {
      holds: async () =>
        (await client.readContract({ address: manager, abi: accessManagerAbi, functionName: "getRoleAdmin", args })) ===
        ROLE_IDS.SEPARATOR,
      to: manager,
      abi: accessManagerAbi,
      functionName: "setRoleAdmin",
      args: [ROLE_IDS[role], ROLE_IDS.SEPARATOR],
    });
  }
}

/** Makes every later grant wait. */
async function delayGrants({ config, client, deployer }: StepContext): Promise<void> {
  if (config.grantDelaySeconds === 0) return;
  const manager = deployer.at("accessManager");
  for (const role of GRANTED_ROLES) {
    await deployer.ensure(`new holders of ${role} wait ${config.grantDelaySeconds} s`, {
      holds: async () => (await readGrantDelay(client, manager, role)) === config.grantDelaySeconds,
      to: manager,
      abi: accessManagerAbi,
      functionName: "setGrantDelay",
      args: [ROLE_IDS[role], config.grantDelaySeconds],
    });
  }
}
