import { pino, type Logger } from "pino";

export type KeeperLogger = Logger;

const SECRETS = ["privateKey", "databaseUrl", "rpcUrl", "rpcUrls", "privateRpcUrl", "raw"];

/** JSON lines on standard output. Keys and connection strings are never printed. */
export function createLogger(level: string): KeeperLogger {
  return pino({
    level,
    base: { service: "keeper" },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: SECRETS.flatMap((name) => [name, `*.${name}`]),
    serializers: { error: pino.stdSerializers.err },
  });
}
