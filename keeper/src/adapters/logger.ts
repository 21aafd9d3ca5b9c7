import { pino, type Logger } from "pino";

export type KeeperLogger = Logger;

/** JSON lines on standard output. Keys and connection strings are never printed. */
export function createLogger(level: string): KeeperLogger {
  return pino({
    level,
    base: { service: "keeper" },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ["privateKey", "databaseUrl", "rpcUrl", "raw", "*.privateKey", "*.databaseUrl", "*.rpcUrl", "*.raw"],
    serializers: { error: pino.stdSerializers.err },
  });
}
