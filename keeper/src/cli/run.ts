import type { KeeperConfig } from "../config.ts";
import { startKeeper } from "../keeper.ts";
import { EXIT } from "./command-line.ts";

/** `keeper run`: until SIGINT or SIGTERM. */
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
  await keeper.done;
}
