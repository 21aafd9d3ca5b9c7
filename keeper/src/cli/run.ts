import type { KeeperConfig } from "../config.ts";
import { startKeeper } from "../keeper.ts";
import { EXIT } from "./command-line.ts";

/** `keeper run`: until SIGINT or SIGTERM; SIGUSR2 stops new work, or lets it go on again. */
export async function run(config: KeeperConfig): Promise<void> {
  const keeper = await startKeeper(config);
  const stop = () => {
    keeper.stop().then(
      () => process.exit(EXIT.DONE),
      () => process.exit(EXIT.RETRY),
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  process.on("SIGUSR2", keeper.toggleStop);
  await keeper.done;
}
