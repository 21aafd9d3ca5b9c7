import { createLogger } from "./adapters/logger.ts";
import { EXIT, HELP, readCommandLine, UsageError, type Command } from "./cli/command-line.ts";
import { drain } from "./cli/drain.ts";
import { inspect } from "./cli/inspect.ts";
import { planText } from "./cli/plan.ts";
import { reportText } from "./cli/report.ts";
import { run } from "./cli/run.ts";
import { statusText } from "./cli/status.ts";
import { processEnvironment, readConfig, readInspectionConfig } from "./config.ts";
import { KeeperError } from "./errors.ts";
import { openKeeper } from "./open-keeper.ts";

const print = (text: string) => process.stdout.write(`${text}\n`);

/** Carries a command out; gives the exit code, null while the keeper runs on. */
async function carryOut(command: Command): Promise<number | null> {
  switch (command.command) {
    case "help":
      print(HELP.trimEnd());
      return EXIT.DONE;
    case "run":
      await run(readConfig(processEnvironment()));
      return null;
    case "status":
      print(await inspect(readInspectionConfig(processEnvironment()), (opened) => statusText(opened, command.json)));
      return EXIT.DONE;
    case "plan":
      print(await inspect(readInspectionConfig(processEnvironment()), (opened) => planText(opened, command.json)));
      return EXIT.DONE;
    case "report": {
      const text = await inspect(readInspectionConfig(processEnvironment()), (opened) => reportText(opened, command));
      if (text !== null) print(text);
      else process.stderr.write(`${command.orderId} never was an order for slices\n`);
      return text === null ? EXIT.NOT_FOUND : EXIT.DONE;
    }
    case "drain":
      return carryOutDrain(command);
  }
}

async function carryOutDrain({ end, timeoutSeconds }: Extract<Command, { command: "drain" }>): Promise<number> {
  if (end) {
    await inspect(readInspectionConfig(processEnvironment()), ({ parts }) => parts.drain.clear());
    print("keepers take new work again");
    return EXIT.DONE;
  }
  const config = readConfig(processEnvironment());
  const opened = await openKeeper(config, createLogger("silent"));
  try {
    const isDrained = await drain(opened, config, { timeoutSeconds, say: print });
    print(
      isDrained ? "drained; `keeper drain --end` takes the request back" : "not drained: transactions are still open",
    );
    return isDrained ? EXIT.DONE : EXIT.NOT_DRAINED;
  } finally {
    await opened.pool.end();
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.USAGE;
  return error instanceof KeeperError ? EXIT.SETUP : EXIT.RETRY;
}

try {
  const code = await carryOut(readCommandLine(process.argv.slice(2)));
  if (code !== null) process.exit(code);
} catch (error) {
  process.stderr.write(
    `${error instanceof Error && exitCodeOf(error) !== EXIT.RETRY ? error.message : String(error)}\n`,
  );
  if (error instanceof UsageError) process.stderr.write("`keeper --help` shows what there is\n");
  process.exit(exitCodeOf(error));
}
