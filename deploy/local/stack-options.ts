/** What can be said about a stack before it starts, and what it is once it runs. */
import { join } from "node:path";
import type { Deployment } from "@carbonxchange/sdk";
import { PROJECT_ROOT } from "../config.ts";
import type { DeployError } from "../errors.ts";
import type { PortClaim } from "./ports.ts";

export const SERVICES = ["indexer", "keeper", "api", "app", "flow"] as const;
export type ServiceName = (typeof SERVICES)[number];
export const PORT_VARIABLES = {
  chain: "CHAIN_PORT",
  postgres: "POSTGRES_PORT",
  indexer: "INDEXER_PORT",
  keeper: "KEEPER_METRICS_PORT",
  api: "API_PORT",
  app: "APP_PORT",
} as const;
export type PortName = keyof typeof PORT_VARIABLES;

export type StackOptions = {
  /** Logs and database files of this stack alone. */
  dataDir: string;
  deploymentsDir: string;
  /** Port of each part; 0 or absent for any free one. */
  ports?: Partial<Record<PortName, number>>;
  /** A node that is already there, instead of one of our own. */
  rpcUrl?: string | undefined;
  /** A PostgreSQL server that is already there. */
  databaseUrl?: string | undefined;
  /** What to start beyond chain, Postgres and contracts; all of it unless given. */
  services?: readonly ServiceName[];
  /** Whether the demonstration market is set up; false leaves the contracts empty. */
  seeded?: boolean;
  /** Moments of trading in the past of the demonstration market. */
  historySteps?: number;
  /** Where the stamps of builds are kept: `.data` of the project unless given, because what is built is one for all. */
  buildDir?: string;
  /** Told of every step. */
  report?: StackReport;
  /** Ends the start. */
  signal?: AbortSignal | undefined;
};

export type StackReport = {
  /** A step begins; the answer is called with a word on how it went. */
  step: (title: string) => (detail: string) => void;
  notice: (line: string) => void;
};

export type StackUrls = {
  chain: string;
  database: string;
  indexer: string;
  keeper: string;
  api: string;
  apiDocs: string;
  app: string;
};
export type Stack = {
  urls: StackUrls;
  deployment: Deployment;
  /** The process of one part, for tests that end it; undefined while it is away. */
  pidOf(name: string): number | undefined;
  /** Resolves with the reason when the stack cannot go on (its chain was lost). */
  lost: Promise<DeployError>;
  /** Ends everything in reverse order; the ports are free afterwards. */
  stop(onStop?: (name: string) => void): Promise<void>;
};

/** The usual place of `npm start`. */
export const DEFAULT_DATA_DIR = join(PROJECT_ROOT, ".data");

/** What each wanted part claims; parts that are not wanted, or are there already, claim any free port. */
export function portClaims(options: StackOptions, wants: (name: ServiceName) => boolean): Record<PortName, PortClaim> {
  const needed: Record<PortName, boolean> = {
    chain: options.rpcUrl === undefined,
    postgres: options.databaseUrl === undefined,
    indexer: wants("indexer"),
    keeper: wants("keeper"),
    api: wants("api"),
    app: wants("app"),
  };
  const claim = (name: PortName): PortClaim => ({
    service: name,
    port: needed[name] ? (options.ports?.[name] ?? 0) : 0,
    variable: PORT_VARIABLES[name],
  });
  return Object.fromEntries((Object.keys(needed) as PortName[]).map((name) => [name, claim(name)])) as Record<
    PortName,
    PortClaim
  >;
}
