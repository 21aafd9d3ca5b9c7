/** Brings the whole exchange up on this machine, for `npm start` and for the tests that need all of it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DeployError } from "../errors.ts";
import { APP_BUILD, CONTRACTS_BUILD, ensureBuilt, type Build } from "./builds.ts";
import { claimPorts } from "./ports.ts";
import { openLogFile } from "./processes/log-file.ts";
import type { ProcessSpec, Supervised } from "./processes/supervised.ts";
import { createSupervisor } from "./processes/supervisor.ts";
import { serviceUrls, type ServiceSettings } from "./services.ts";
import {
  DEFAULT_DATA_DIR,
  portClaims,
  SERVICES,
  type ServiceName,
  type Stack,
  type StackOptions,
  type StackReport,
} from "./stack-options.ts";
import {
  raiseChain,
  raiseContracts,
  raiseDatabase,
  raiseMarket,
  raisePostgres,
  raiseServices,
  type Rise,
} from "./stack-parts.ts";

export { DEFAULT_DATA_DIR, SERVICES } from "./stack-options.ts";
export type { PortName, ServiceName, Stack, StackOptions, StackReport, StackUrls } from "./stack-options.ts";

const SILENT: StackReport = { step: () => () => undefined, notice: () => undefined };

/** Starts what is asked for and waits until each part is ready; everything is ended again when one part fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, report = SILENT, services = SERVICES, signal } = options;
  const wants = (name: ServiceName) => services.includes(name);
  mkdirSync(join(dataDir, "logs"), { recursive: true });
  const ports = await claimPorts(portClaims(options, wants));

  const halt = new AbortController();
  let lostTo: DeployError | undefined;
  let lose: (error: DeployError) => void = () => undefined;
  const lost = new Promise<DeployError>((resolve) => (lose = resolve));
  const fatal = (error: DeployError) => {
    lostTo = error;
    lose(error);
  };
  const supervisor = createSupervisor({ logDir: join(dataDir, "logs"), notice: report.notice, fatal });
  const stop = (onStop?: (name: string) => void) => {
    halt.abort();
    return supervisor.stopAll(onStop);
  };
  const running = new Map<string, Supervised>();
  const buildLog = openLogFile(join(dataDir, "logs", "build.log"));
  const rise: Rise = {
    options,
    ports,
    wants,
    log: (text) => buildLog.write(text),
    start: async (spec: ProcessSpec) => void running.set(spec.name, await supervisor.start(spec)),
    step: async (title, work, say = () => "") => {
      halt.signal.throwIfAborted();
      const done = report.step(title);
      const result = await work();
      done(say(result));
      return result;
    },
  };

  const onAbort = () => void stop();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    const build = (what: Build) =>
      ensureBuilt(what, { log: rise.log, signal: halt.signal, buildDir: options.buildDir ?? DEFAULT_DATA_DIR });
    await rise.step(
      "contracts",
      () => build(CONTRACTS_BUILD),
      (how) => (how === "built" ? "compiled" : "compiled already"),
    );
    const appBuilt = wants("app") ? build(APP_BUILD) : Promise.resolve("fresh" as const);
    appBuilt.catch(() => undefined); // its own step reports it
    const adminUrl = await raisePostgres(rise);
    const chain = await raiseChain(rise);
    const deployment = await raiseContracts(rise, chain);
    const databaseUrl = await raiseDatabase(rise, adminUrl, chain);
    await raiseMarket(rise, chain, deployment);
    const { rpcUrl, chainId } = chain;
    const settings: ServiceSettings = { rpcUrl, databaseUrl, chainId, deploymentsDir: options.deploymentsDir, ports };
    await raiseServices(rise, settings, appBuilt);
    signal?.throwIfAborted();
    if (lostTo !== undefined) throw lostTo;

    const at = serviceUrls(settings);
    return {
      urls: { chain: rpcUrl, database: databaseUrl, ...at, apiDocs: `${at.api}/api/docs` },
      deployment,
      pidOf: (name) => running.get(name)?.pid,
      lost,
      stop,
    };
  } catch (error) {
    await stop();
    throw lostTo ?? error; // what failed because the chain was gone says less than that it is gone
  } finally {
    signal?.removeEventListener("abort", onAbort); // from here on whoever has the stack ends it
    buildLog.close();
  }
}
