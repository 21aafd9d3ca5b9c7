/** Merges every custom error that a call can end with: ours from the artifacts, OpenZeppelin's from its published build. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

type ErrorInput = { name: string; type: string; internalType?: string; components?: readonly ErrorInput[] };
export type ErrorItem = { type: "error"; name: string; inputs: ErrorInput[] };

/** OpenZeppelin contracts whose errors can reach a caller of ours; files of @openzeppelin/contracts/build/contracts. */
const OPEN_ZEPPELIN = [
  "AccessManaged",
  "AccessManager",
  "Address",
  "ECDSA",
  "ERC1155",
  "ERC1967Proxy",
  "ERC1967Utils",
  "ERC20Permit",
  "ERC721",
  "Errors",
  "Initializable",
  "Nonces",
  "Pausable",
  "ReentrancyGuard",
  "SafeCast",
  "SafeERC20",
  "ShortStrings",
  "Strings",
  "TimelockController",
  "UUPSUpgradeable",
] as const;

/** Canonical signature of an error, for example `A(uint256,(bool,address)[])`. */
export function errorSignature(item: ErrorItem): string {
  return `${item.name}(${item.inputs.map(typeText).join(",")})`;
}

function typeText(input: ErrorInput): string {
  if (!input.type.startsWith("tuple")) return input.type;
  return `(${(input.components ?? []).map(typeText).join(",")})${input.type.slice("tuple".length)}`;
}

function readErrors(file: string): ErrorItem[] {
  const { abi } = JSON.parse(readFileSync(file, "utf8")) as { abi?: ({ type: string } | ErrorItem)[] };
  return (abi ?? []).filter((item): item is ErrorItem => item.type === "error");
}

/** Artifact files of the contracts under contracts/, in a fixed order; empty before the first compile. */
export function contractArtifacts(root: string): string[] {
  const base = join(root, "artifacts/contracts");
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true, encoding: "utf8" })
    .filter(
      (path) =>
        path.endsWith(".json") && !path.endsWith(".dbg.json") && !path.split(/[\\/]/).pop()?.startsWith("artifacts"),
    )
    .sort()
    .map((path) => join(base, path));
}

/** Every error of the artifacts under contracts/. */
export function declaredErrors(root: string): ErrorItem[] {
  return contractArtifacts(root).flatMap(readErrors);
}

/** The merged list, one item per signature, sorted by signature; ours win over OpenZeppelin's for argument names. */
export function mergedErrors(root: string): ErrorItem[] {
  const openZeppelin = OPEN_ZEPPELIN.flatMap((name) =>
    readErrors(join(root, "node_modules/@openzeppelin/contracts/build/contracts", `${name}.json`)),
  );
  const merged = new Map<string, ErrorItem>();
  for (const item of [...declaredErrors(root), ...openZeppelin]) {
    const key = errorSignature(item);
    if (!merged.has(key)) merged.set(key, item);
  }
  return [...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => withNamedInputs(item));
}

/** viem keys arguments by name; an unnamed one becomes `arg0`, `arg1`. */
function withNamedInputs(item: ErrorItem): ErrorItem {
  return { ...item, inputs: item.inputs.map((input, index) => ({ ...input, name: input.name || `arg${index}` })) };
}
