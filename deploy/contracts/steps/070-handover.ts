import type { Address } from "viem";
import { accessManagerAbi } from "@carbonxchange/sdk";
import { ROLE_IDS } from "../roles.ts";
import type { DeployStep } from "./step.ts";

/** The timelock becomes the only admin: from here on every change of rules waits out its delay in public. */
export const handover: DeployStep = {
  id: "070",
  title: "handover to the timelock",
  async run({ client, deployer }) {
    const manager = deployer.at("accessManager");
    const isAdmin = async (account: Address) => {
      const [member] = await client.readContract({
        address: manager,
        abi: accessManagerAbi,
        functionName: "hasRole",
        args: [ROLE_IDS.ADMIN, account],
      });
      return member;
    };
    const timelock = deployer.at("timelock");
    await deployer.ensure(`ADMIN for the timelock ${timelock}`, {
      holds: () => isAdmin(timelock),
      to: manager,
      abi: accessManagerAbi,
      functionName: "grantRole",
      args: [ROLE_IDS.ADMIN, timelock, 0],
    });
    await deployer.ensure("the deployer is no longer ADMIN", {
      holds: async () => !(await isAdmin(deployer.address)),
      to: manager,
      abi: accessManagerAbi,
      functionName: "renounceRole",
      args: [ROLE_IDS.ADMIN, deployer.address],
    });
  },
};
