import { isAddressEqual } from "viem";
import {
  carbonBasketAbi,
  carbonCreditsAbi,
  exchangeAbi,
  labelRegistryAbi,
  reversalBufferAbi,
} from "@carbonxchange/sdk";
import { resolveHolders } from "./holders.ts";
import { labelCodes } from "./steps/032-labels.ts";
import type { StepContext } from "./steps/step.ts";

/** Labels, buffer and basket that are not what the configuration says, or do not know one another. */
export async function trustFaults(context: StepContext): Promise<string[]> {
  return [...(await labelFaults(context)), ...(await linkFaults(context))];
}

async function labelFaults(context: StepContext): Promise<string[]> {
  const { config, client, deployer } = context;
  const known = { deployer: deployer.address, timelock: () => deployer.at("timelock") };
  const codes = await labelCodes(context);
  const faults: string[] = [];
  for (const [labelId, { code, attesters }] of config.labels.entries()) {
    if (codes[labelId] !== code) faults.push(`label ${labelId} is ${codes[labelId] ?? "missing"}, not ${code}`);
    for (const account of resolveHolders(attesters, known)) {
      const attests = await client.readContract({
        address: deployer.at("labelRegistry"),
        abi: labelRegistryAbi,
        functionName: "isAttester",
        args: [labelId, account],
      });
      if (!attests) faults.push(`${account} does not attest ${code}`);
    }
  }
  return faults;
}

async function linkFaults({ client, deployer }: StepContext): Promise<string[]> {
  const credits = deployer.at("carbonCredits");
  const basket = { address: deployer.at("carbonBasket"), abi: carbonBasketAbi } as const;
  const [linkedCredits, linkedLabels, linkedImpairment] = await client.readContract({
    ...basket,
    functionName: "links",
  });
  const links = [
    [
      "the registry's buffer",
      await client.readContract({ address: credits, abi: carbonCreditsAbi, functionName: "buffer" }),
      deployer.at("reversalBuffer"),
    ],
    [
      "the buffer's registry",
      await client.readContract({
        address: deployer.at("reversalBuffer"),
        abi: reversalBufferAbi,
        functionName: "registry",
      }),
      credits,
    ],
    [
      "the label registry's registry",
      await client.readContract({
        address: deployer.at("labelRegistry"),
        abi: labelRegistryAbi,
        functionName: "registry",
      }),
      credits,
    ],
    [
      "the exchange's label registry",
      await client.readContract({ address: deployer.at("exchange"), abi: exchangeAbi, functionName: "labels" }),
      deployer.at("labelRegistry"),
    ],
    ["the basket's registry", linkedCredits, credits],
    ["the basket's label registry", linkedLabels, deployer.at("labelRegistry")],
    ["the basket's buffer", linkedImpairment, deployer.at("reversalBuffer")],
  ] as const;
  return links.flatMap(([what, actual, wanted]) =>
    isAddressEqual(actual, wanted) ? [] : [`${what} is ${actual}, not ${wanted}`],
  );
}
