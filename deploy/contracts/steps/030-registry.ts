import { isAddressEqual, parseAbi } from "viem";
import { carbonCreditsAbi, retirementCertificateAbi } from "@carbonxchange/sdk";
import { ARTIFACTS } from "../artifact.ts";
import { deployModules } from "../module-chain.ts";
import type { DeployStep } from "./step.ts";

/** The credit registry with its modules and its certificates, which know each other. */
export const registry: DeployStep = {
  id: "030",
  title: "credit registry and certificates",
  async run({ config, client, deployer, readArtifact }) {
    const manager = deployer.at("accessManager");
    const credits = await deployer.proxy(
      "carbonCredits",
      readArtifact(ARTIFACTS.carbonCredits),
      [manager, deployer.at("complianceGate"), config.uriPrefix],
      async () => [
        await deployModules("carbonCredits", (name, source, args) =>
          deployer.implementation(`carbonCredits:${name}`, readArtifact(source), args),
        ),
      ],
    );
    const certificate = await deployer.proxy("retirementCertificate", readArtifact(ARTIFACTS.retirementCertificate), [
      manager,
      credits,
    ]);
    await deployer.ensure("the registry mints its certificates", {
      holds: async () => {
        const [, linked] = await client.readContract({
          address: credits,
          abi: carbonCreditsAbi,
          functionName: "links",
        });
        return isAddressEqual(linked, certificate);
      },
      to: credits,
      abi: parseAbi(["function setCertificate(address certificate)"]),
      functionName: "setCertificate",
      args: [certificate],
    });
    const prefix = config.certificateLinkPrefix;
    if (prefix === undefined) return;
    const token = { to: certificate, abi: retirementCertificateAbi } as const;
    await deployer.ensure(`the certificates' codes lead to ${prefix}`, {
      ...token,
      holds: async () =>
        (await client.readContract({ address: certificate, abi: token.abi, functionName: "linkPrefix" })) === prefix,
      functionName: "setLinkPrefix",
      args: [prefix],
    });
  },
};
