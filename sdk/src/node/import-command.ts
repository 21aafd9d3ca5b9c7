import { parseArgs } from "node:util";
import { isAddress } from "viem";
import type { Address } from "viem";
import { err, ok } from "../result.ts";
import type { Result } from "../result.ts";

/** What `import-registry` was asked to do. */
export type ImportCommand = {
  file: string;
  format: string | undefined;
  projectsFile: string | undefined;
  recipient: Address | undefined;
  assignSerials: boolean;
  json: boolean;
  /** Null: only show what would be proposed. */
  submit: { rpcUrl: string; privateKeyFile: string; deploymentsDir: string; includeHistory: boolean } | null;
};

export const IMPORT_USAGE = `Usage: node sdk/scripts/import-registry.ts <file.csv> [options]

  --format NAME             layout of the file, else found by its header
  --projects FILE           the registry's project list, for exports without names or countries
  --recipient ADDRESS       who receives the credits
  --assign-serials          number issuances whose export prints no serials from 1
  --json                    print projects, proposals and rejected rows as JSON
  --submit                  register the projects and propose the issuances on chain; needs
    --rpc-url URL             node of the chain
    --private-key-file FILE   key of an account with the registry role
    --deployments DIR         where <chainId>.json lies (deploy/deployments)
    --include-history         also propose blocks that the export shows as retired, cancelled or buffer`;

const OPTIONS = {
  format: { type: "string" },
  projects: { type: "string" },
  recipient: { type: "string" },
  "assign-serials": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  submit: { type: "boolean", default: false },
  "rpc-url": { type: "string" },
  "private-key-file": { type: "string" },
  deployments: { type: "string" },
  "include-history": { type: "boolean", default: false },
} as const;

/** Reads the command line. `defaultDeployments` stands in for --deployments. Fails with what is missing or unknown. */
export function parseImportCommand(args: readonly string[], defaultDeployments: string): Result<ImportCommand> {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) return err("give exactly one file");
  const { recipient } = values;
  if (recipient !== undefined && !isAddress(recipient, { strict: false }))
    return err(`--recipient ${recipient} is no address`);
  const submit = submitOptions(values, defaultDeployments);
  if (!submit.ok) return submit;
  return ok({
    file,
    format: values.format,
    projectsFile: values.projects,
    recipient,
    assignSerials: values["assign-serials"],
    json: values.json,
    submit: submit.value,
  });
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

function submitOptions(values: Values, defaultDeployments: string): Result<ImportCommand["submit"]> {
  if (!values.submit) return ok(null);
  const rpcUrl = values["rpc-url"];
  const privateKeyFile = values["private-key-file"];
  if (rpcUrl === undefined) return err("--submit needs --rpc-url");
  if (privateKeyFile === undefined) return err("--submit needs --private-key-file");
  if (values.recipient === undefined) return err("--submit needs --recipient");
  const deploymentsDir = values.deployments ?? defaultDeployments;
  return ok({ rpcUrl, privateKeyFile, deploymentsDir, includeHistory: values["include-history"] });
}
