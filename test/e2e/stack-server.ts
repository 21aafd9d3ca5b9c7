/** The stack of the browser tests as a program: brings it up, says so on standard output, ends on SIGTERM. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_DATA_DIR, startStack } from "../../deploy/local/stack.ts";
import { E2E_PORTS, READY_LINE } from "./stack-urls.ts";

const folder = mkdtempSync(join(tmpdir(), "carbon-e2e-"));
const stack = await startStack({
  dataDir: folder,
  deploymentsDir: join(folder, "deployments"),
  buildDir: DEFAULT_DATA_DIR,
  ports: E2E_PORTS,
  services: ["indexer", "keeper", "api", "app"],
  seeded: true,
  historySteps: 40,
  report: {
    step: (title) => (detail) => console.log(`${title} ${detail}`),
    notice: (line) => console.log(line),
  },
});

const end = async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
};
process.once("SIGTERM", () => void end());
process.once("SIGINT", () => void end());
console.log(READY_LINE);
