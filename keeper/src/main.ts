import { readProcessConfig } from "./config.ts";
import { KeeperError } from "./errors.ts";
import { startKeeper } from "./keeper.ts";

/** Exit codes: 0 asked to stop, 1 wrong set-up (a restart does not help), 75 worth a restart. */
const EXIT_SETUP = 1;
const EXIT_RETRY = 75;

try {
  const keeper = await startKeeper(readProcessConfig());
  const stop = () => {
    keeper.stop().then(
      () => process.exit(0),
      () => process.exit(EXIT_RETRY),
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  process.on("SIGUSR2", keeper.toggleStop);
  await keeper.done;
} catch (error) {
  process.stderr.write(`${error instanceof KeeperError ? error.message : String(error)}\n`);
  process.exit(error instanceof KeeperError ? EXIT_SETUP : EXIT_RETRY);
}
