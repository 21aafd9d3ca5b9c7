import { labelRegistryAbi } from "@carbonxchange/sdk";
import { ARTIFACTS } from "../artifact.ts";
import { resolveHolders } from "../holders.ts";
import type { DeployStep, StepContext } from "./step.ts";

/** The label registry with the kinds of labels of the configuration and who attests them. */
export const labels: DeployStep = {
  id: "032",
  title: "label registry",
  async run(context) {
    const { config, deployer, readArtifact } = context;
    await deployer.proxy("labelRegistry", readArtifact(ARTIFACTS.labelRegistry), [
      deployer.at("accessManager"),
      deployer.at("carbonCredits"),
    ]);
    for (const [labelId, { code, attesters }] of config.labels.entries()) {
      await registerLabel(context, labelId, code);
      const known = { deployer: deployer.address, timelock: () => deployer.at("timelock") };
      for (const account of resolveHolders(attesters, known)) {
        await context.deployer.ensure(`${account} attests ${code}`, {
          holds: () =>
            context.client.readContract({
              address: deployer.at("labelRegistry"),
              abi: labelRegistryAbi,
              functionName: "isAttester",
              args: [labelId, account],
            }),
          to: deployer.at("labelRegistry"),
          abi: labelRegistryAbi,
          functionName: "setAttester",
          args: [labelId, account, true],
        });
      }
    }
  },
};

/** Labels are numbered as they are registered, so the configuration's order is the order on the chain. */
async function registerLabel(context: StepContext, labelId: number, code: string): Promise<void> {
  const { deployer } = context;
  await deployer.ensure(`label ${labelId} is ${code}`, {
    holds: async () => (await labelCodes(context))[labelId] === code,
    to: deployer.at("labelRegistry"),
    abi: labelRegistryAbi,
    functionName: "registerLabel",
    args: [code],
  });
}

/** The codes of all labels that are registered, by their ids. */
export async function labelCodes({ client, deployer }: StepContext): Promise<string[]> {
  const at = { address: deployer.at("labelRegistry"), abi: labelRegistryAbi } as const;
  const count = Number(await client.readContract({ ...at, functionName: "labelCount" }));
  return Promise.all(
    Array.from({ length: count }, (_, labelId) =>
      client.readContract({ ...at, functionName: "label", args: [labelId] }),
    ),
  );
}
