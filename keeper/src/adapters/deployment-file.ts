import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HexString } from "@carbonxchange/sdk";
import { z } from "zod";
import { KeeperError } from "../errors.ts";

const hex = z.templateLiteral(["0x", z.string().regex(/^[0-9a-fA-F]+$/)]);
const schema = z.object({
  chainId: z.number().int().positive(),
  genesisHash: hex,
  contracts: z.object({ exchange: z.object({ address: hex, startBlock: z.number().int().nonnegative() }) }),
});

/** What the keeper needs of deploy/deployments/<chainId>.json. */
export type ExchangeDeployment = { chainId: number; genesisHash: HexString; exchange: HexString };

/** Reads the deployment file of a chain. Throws NO_DEPLOYMENT with the file's path when it is missing or malformed. */
export async function readDeployment(directory: string, chainId: number): Promise<ExchangeDeployment> {
  const file = join(directory, `${chainId}.json`);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new KeeperError("NO_DEPLOYMENT", `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = schema.safeParse(parseJson(text, file));
  if (!parsed.success) throw new KeeperError("NO_DEPLOYMENT", `${file}: ${z.prettifyError(parsed.error)}`);
  if (parsed.data.chainId !== chainId)
    throw new KeeperError("NO_DEPLOYMENT", `${file} is for chain ${parsed.data.chainId}`);
  return { chainId, genesisHash: parsed.data.genesisHash, exchange: parsed.data.contracts.exchange.address };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new KeeperError("NO_DEPLOYMENT", `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
