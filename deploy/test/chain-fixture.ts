/** A Hardhat node of its own for a test file, with the deployer's hands on it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createArtifactReader } from "../contracts/artifact.ts";
import { connect, type ChainAccess } from "../contracts/connect.ts";
import type { DeployContractsDeps } from "../contracts/deploy.ts";
import { localNetwork, LOCAL_CHAIN_ID } from "../config/local.ts";
import { localAccount } from "../local/accounts.ts";
import { localChain } from "../local/chain.ts";
import { freePort } from "../local/ports.ts";
import { createSupervisor } from "../local/processes/supervisor.ts";

export type ChainFixture = {
  rpcUrl: string;
  access: ChainAccess;
  folder: string;
  deps: DeployContractsDeps;
  stop(): Promise<void>;
};

/** Starts the node on a free port; everything it writes lies in a folder of its own. */
export async function startChainFixture(): Promise<ChainFixture> {
  const folder = mkdtempSync(join(tmpdir(), "carbonx-deploy-"));
  const port = await freePort();
  const supervisor = createSupervisor({
    logDir: join(folder, "logs"),
    notice: () => undefined,
    fatal: (error) => {
      throw error;
    },
  });
  await supervisor.start(localChain(port));
  const rpcUrl = `http://127.0.0.1:${port}`;
  const access = connect(rpcUrl, LOCAL_CHAIN_ID, "test", 10);
  return {
    rpcUrl,
    access,
    folder,
    deps: {
      config: localNetwork(),
      client: access.client,
      wallet: access.walletOf(localAccount("deployer").account),
      readArtifact: createArtifactReader(),
      folder: join(folder, "deployments"),
      log: () => undefined,
    },
    async stop() {
      await supervisor.stopAll();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
