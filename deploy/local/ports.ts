import { createServer } from "node:net";
import { DeployError } from "../errors.ts";

const HOST = "127.0.0.1";

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, HOST, () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}

/** A port that nothing listens on, chosen by the operating system. */
export async function freePort(): Promise<number> {
  const port = await tryListen(0);
  if (port === undefined) throw new DeployError("BUSY_PORT", "no port is free on this machine");
  return port;
}

/** What needs a port, and the environment variable that moves it elsewhere. */
export type PortClaim = { service: string; port: number; variable: string };

/** Resolves port 0 to a free one and throws one BUSY_PORT error that names every port already taken. */
export async function claimPorts<Name extends string>(claims: Record<Name, PortClaim>): Promise<Record<Name, number>> {
  const ports = {} as Record<Name, number>;
  const busy: string[] = [];
  for (const [name, { service, port, variable }] of Object.entries<PortClaim>(claims)) {
    const taken = port === 0 ? await freePort() : await tryListen(port);
    if (taken === undefined)
      busy.push(`${port} (${service}; set ${variable} to another one, for example ${variable}=${port + 1000})`);
    else ports[name as Name] = taken;
  }
  if (busy.length > 0) {
    throw new DeployError("BUSY_PORT", `${busy.join(", ")}. Is CarbonXchange already running?`);
  }
  return ports;
}
