import { getAddress, isAddress, isHex } from "viem";
import { CONTRACT_NAMES } from "../deployment.ts";
import type { ContractName, DeployedContract, Deployment } from "../deployment.ts";

/** A deployment file that is missing or wrong; `file` and `field` say where. */
export class DeploymentError extends Error {
  override readonly name = "DeploymentError";
  readonly file: string;
  readonly field: string | undefined;

  constructor(file: string, field: string | undefined, problem: string, cause?: unknown) {
    super(`${file}${field === undefined ? "" : `: ${field}`}: ${problem}`, { cause });
    this.file = file;
    this.field = field;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks the content of deploy/deployments/<chainId>.json. `file` only names it in errors. Throws `DeploymentError` with the
 * first field that is missing or wrong.
 */
export function parseDeployment(text: string, file: string): Deployment {
  const root = asFields(parseJson(text, file), file, undefined);
  const chainId = wholeField(root, "chainId", file, "chainId");
  const name = root["name"];
  if (typeof name !== "string" || name === "") throw new DeploymentError(file, "name", "must be a non-empty text");
  const genesisHash = root["genesisHash"];
  if (!isHex(genesisHash) || genesisHash.length !== 66) {
    throw new DeploymentError(file, "genesisHash", "must be 0x and 64 hex digits");
  }
  const listed = asFields(root["contracts"], file, "contracts");
  const contracts = Object.fromEntries(CONTRACT_NAMES.map((key) => [key, parseContract(listed[key], file, key)]));
  return { chainId, name, genesisHash, contracts: contracts as Record<ContractName, DeployedContract> };
}

function parseContract(value: unknown, file: string, name: ContractName): DeployedContract {
  const at = `contracts.${name}`;
  const fields = asFields(value, file, at);
  const address = fields["address"];
  if (typeof address !== "string" || !isAddress(address, { strict: false })) {
    throw new DeploymentError(file, `${at}.address`, "must be an address (0x and 40 hex digits)");
  }
  return { address: getAddress(address), startBlock: wholeField(fields, "startBlock", file, `${at}.startBlock`) };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DeploymentError(file, undefined, "is not JSON", cause);
  }
}

function asFields(value: unknown, file: string, field: string | undefined): Fields {
  if (value === undefined) throw new DeploymentError(file, field, "is missing");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new DeploymentError(file, field, "must be an object");
  }
  return value as Fields;
}

function wholeField(fields: Fields, key: string, file: string, at: string): number {
  const value = fields[key];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new DeploymentError(file, at, value === undefined ? "is missing" : "must be a whole number, zero or more");
  }
  return value;
}
