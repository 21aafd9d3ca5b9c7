/** Where the stack of the browser tests listens. Ports of its own, so that a running exchange is not disturbed. */
const first = Number(process.env["E2E_FIRST_PORT"] ?? 18_300);

export const E2E_PORTS = {
  chain: first,
  postgres: first + 1,
  indexer: first + 2,
  keeper: first + 3,
  api: first + 4,
  app: first + 5,
} as const;

const at = (port: number) => `http://127.0.0.1:${port}`;
export const E2E_URLS = { rpc: at(E2E_PORTS.chain), api: at(E2E_PORTS.api), app: at(E2E_PORTS.app) } as const;

/** What stack-server.ts prints when everything is ready. */
export const READY_LINE = "browser-test stack is ready";
