/** Reads the ABIs of the compiled contracts; that of a contract made of modules is the union of what they declare. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

type Parameter = { name: string; type: string; components?: readonly Parameter[] };
export type AbiItem = { type: string; name?: string; inputs?: readonly Parameter[] };
type Artifact = { abi: AbiItem[]; bytecode: string };

/** Canonical signature of an ABI item, with its type in front: `function a(uint256,(bool,address)[])`. */
export function abiSignature(item: AbiItem): string {
  return `${item.type} ${item.name ?? ""}(${(item.inputs ?? []).map(typeText).join(",")})`;
}

function typeText(input: Parameter): string {
  if (!input.type.startsWith("tuple")) return input.type;
  return `(${(input.components ?? []).map(typeText).join(",")})${input.type.slice("tuple".length)}`;
}

/** One compiled contract, `file/Name` as under artifacts/; undefined before it is compiled. */
export function readArtifact(root: string, source: string): Artifact | undefined {
  const file = join(root, "artifacts", `${source}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Artifact) : undefined;
}

/** The sources `<folder>/<Name>.sol/<Name>` under artifacts/ whose name matches, in a fixed order. */
function sourcesIn(root: string, folder: string, name: RegExp): string[] {
  const base = join(root, "artifacts", folder);
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .filter((file) => name.test(file))
    .sort()
    .map((file) => `${folder}/${file}/${file.replace(/\.sol$/, "")}`);
}

/** What the credit registry promises: ICarbonCredits first, then every interface beside it. */
export function creditInterfaces(root: string): string[] {
  return sourcesIn(
    root,
    "contracts/interfaces",
    /^(ICarbonCredits|IERC7943MultiToken|IERC8393|IIssuanceImports|IPendingRetirements|ITransferRestrictions)\.sol$/,
  );
}

/** What carries it out: CarbonCredits and its modules. */
export function creditModules(root: string): string[] {
  return modulesIn(root, "contracts/registry", /^C\w*\.sol$/);
}

/** What the exchange promises: IExchange and every interface beside it, which name parameters best. */
export function exchangeInterfaces(root: string): string[] {
  return sourcesIn(root, "contracts/interfaces", /^IExchange\w*\.sol$/);
}

/** What carries it out: the Exchange and its modules. */
export function exchangeModules(root: string): string[] {
  return modulesIn(root, "contracts/exchange", /^Exchange\w*\.sol$/);
}

/** The contracts of a chain of modules, told from abstract ones by having code and a next module. */
function modulesIn(root: string, folder: string, name: RegExp): string[] {
  return sourcesIn(root, folder, name).filter((source) => {
    const artifact = readArtifact(root, source);
    return (
      artifact !== undefined && artifact.bytecode !== "0x" && artifact.abi.some(({ name }) => name === "nextModule")
    );
  });
}

/** The union of several ABIs: one item per signature, the first that declares it; without constructors and fallbacks. */
export function mergedAbi(root: string, sources: readonly string[]): AbiItem[] {
  const merged = new Map<string, AbiItem>();
  for (const source of sources) {
    for (const item of readArtifact(root, source)?.abi ?? []) {
      const key = abiSignature(item);
      if (item.name !== undefined && !merged.has(key)) merged.set(key, item);
    }
  }
  return [...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
