import { parseArgs } from "node:util";

/** What the process ends with. A restart helps with RETRY alone. */
export const EXIT = { DONE: 0, SETUP: 1, USAGE: 2, NOT_DRAINED: 3, NOT_FOUND: 4, RETRY: 75 } as const;

export const HELP = `Usage: keeper [command] [options]

  run                     do the exchange's work; the default
  status                  who leads, what is open, what is overdue, what was spent
  plan                    what would be sent now and why, what is held back and why; sends nothing
  drain                   take no new work anywhere, finish what is open, end when nothing is
      --timeout <seconds> how long to wait (default 300)
      --end               take the request back: keepers take new work again
  report <order id>       how well an order for slices was executed
      --native <price>    price of the chain's coin in quote base units, to convert gas

  --json                  status, plan, report: as JSON
  --help                  this text

Everything else comes from the environment: see keeper/README.md. status, plan and report need no key.

Exit codes: 0 done; 1 wrong set-up; 2 wrong usage; 3 drain: still open at the end of its time; 4 report: no such order;
75 worth a retry.
`;

/** What was asked for. */
export type Command =
  | { command: "help" | "run" }
  | { command: "status" | "plan"; json: boolean }
  | { command: "drain"; timeoutSeconds: number; end: boolean }
  | { command: "report"; orderId: bigint; quotePerNative: bigint | null; json: boolean };

/** A command line that means nothing; `message` says what about it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const LONGEST_SECONDS = 86_400n;
const MAX_ORDER_ID = 2n ** 256n - 1n;
const OPTIONS_OF: Record<Exclude<Command["command"], "help">, readonly string[]> = {
  run: [],
  status: ["json"],
  plan: ["json"],
  drain: ["timeout", "end"],
  report: ["native", "json"],
};
const isCommand = (name: string): name is keyof typeof OPTIONS_OF => Object.hasOwn(OPTIONS_OF, name);

/** Reads the arguments after the program's name. Throws `UsageError`. */
export function readCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [name = "run", ...operands] = positionals;
  if (values.help === true || name === "help") return { command: "help" };
  if (!isCommand(name)) throw new UsageError(`"${name}" is no command`);
  const foreign = Object.keys(values).find((option) => !OPTIONS_OF[name].includes(option));
  if (foreign !== undefined) throw new UsageError(`--${foreign} does not belong to ${name}`);
  const expected = name === "report" ? 1 : 0;
  if (operands.length !== expected) {
    throw new UsageError(expected === 1 ? `${name} takes one order id` : `${name} takes no "${operands.join(" ")}"`);
  }
  switch (name) {
    case "run":
      return { command: name };
    case "status":
    case "plan":
      return { command: name, json: values.json === true };
    case "drain": {
      const timeoutSeconds = Number(whole("--timeout", values.timeout ?? "300", 1n, LONGEST_SECONDS));
      return { command: name, timeoutSeconds, end: values.end === true };
    }
    case "report": {
      const orderId = whole("order id", operands[0] ?? "", 1n, MAX_ORDER_ID);
      const quotePerNative = values.native === undefined ? null : whole("--native", values.native, 1n, MAX_ORDER_ID);
      return { command: name, orderId, quotePerNative, json: values.json === true };
    }
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean" },
        json: { type: "boolean" },
        timeout: { type: "string" },
        end: { type: "boolean" },
        native: { type: "string" },
      },
    });
  } catch (error) {
    // node:util says in words what is wrong with the arguments
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

function whole(name: string, text: string, least: bigint, most: bigint): bigint {
  const value = /^(\d+|0x[0-9a-fA-F]+)$/.test(text) ? BigInt(text) : null;
  if (value === null || value < least || value > most) {
    throw new UsageError(`${name}: "${text}" is not a whole number from ${least} to ${most}`);
  }
  return value;
}
