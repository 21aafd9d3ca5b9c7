import type { Chain, PublicClient, Transport } from "viem";
import type { ReadArtifact } from "../artifact.ts";
import type { Deployer } from "../deployer.ts";
import type { NetworkConfig } from "../network-config.ts";

export type StepContext = {
  config: NetworkConfig;
  client: PublicClient<Transport, Chain>;
  deployer: Deployer;
  readArtifact: ReadArtifact;
  log: (line: string) => void;
};

/** One numbered step: may be run any number of times and changes only what is not yet as it should be. */
export type DeployStep = { id: string; title: string; run(context: StepContext): Promise<void> };
