import type { Deployment } from "@carbonxchange/sdk";

/** What /config.json answers: where the chain, the API and the contracts are. */
export type Settings = {
  deployment: Deployment;
  apiUrl: string;
  rpcUrl: string;
  chain: { id: number; name: string; explorerUrl: string | null; local: boolean };
};

/** Asks the app's own server where everything lives; throws with the server's reason when it cannot say. */
export async function loadSettings(fetcher: typeof fetch): Promise<Settings> {
  const response = await fetcher("/config.json", { headers: { accept: "application/json" } });
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { message?: string };
    throw new Error(problem.message ?? `The app's server answered ${response.status} for its settings.`);
  }
  return (await response.json()) as Settings;
}
