import { loadDeployment } from "@carbonxchange/sdk/node";
import { json } from "@sveltejs/kit";
import { API_URL, CHAIN_ID, DEPLOYMENTS_DIR, EXPLORER_URL, RPC_URL } from "$app/env/private";
import { deploymentsDir } from "../../lib/server/deployments-dir.ts";
import type { Settings } from "../../lib/settings.ts";
import type { RequestHandler } from "./$types";

const LOCAL_CHAIN_ID = 31337;

/** Where chain, API and contracts are, read when asked: a new deployment needs no new build and no typed address. */
export const GET: RequestHandler = async () => {
  const headers = { "cache-control": "no-store" };
  try {
    const deployment = await loadDeployment({ dir: deploymentsDir(DEPLOYMENTS_DIR, process.cwd()), chainId: CHAIN_ID });
    const settings: Settings = {
      deployment,
      apiUrl: API_URL,
      rpcUrl: RPC_URL,
      chain: {
        id: deployment.chainId,
        name: deployment.name,
        explorerUrl: EXPLORER_URL ?? null,
        local: deployment.chainId === LOCAL_CHAIN_ID,
      },
    };
    return json(settings, { headers });
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it cannot be read";
    return json({ message: `No deployment of chain ${CHAIN_ID}: ${reason}` }, { status: 503, headers });
  }
};
