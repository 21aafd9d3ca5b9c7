/** Failures of the keeper itself, by what is done about them. */
export const KEEPER_ERRORS = {
  FENCED: { meaning: "a newer leader exists; this process stops sending", reaction: "step-down" },
  DUPLICATE_WORK: { meaning: "the work is already carried by a stored transaction", reaction: "skip" },
  WRONG_CHAIN: { meaning: "the node serves another chain than the deployment file names", reaction: "exit" },
  NO_DEPLOYMENT: { meaning: "no readable deployment file for the chain", reaction: "exit" },
  BAD_CONFIG: { meaning: "the environment is incomplete or wrong", reaction: "exit" },
  MIGRATION_CHANGED: { meaning: "an applied migration differs from its file", reaction: "exit" },
  NO_ENDPOINT: { meaning: "no RPC endpoint answers", reaction: "retry" },
  NO_QUORUM: { meaning: "a majority of healthy RPC endpoints holds no recent block in common", reaction: "retry" },
  BAD_ANSWER: { meaning: "an RPC endpoint answered something that is no such answer", reaction: "retry" },
  BAD_SNAPSHOT: { meaning: "the snapshot of where every credit is cannot be built", reaction: "skip" },
  NO_ARRIVAL_PRICE: { meaning: "nothing tells the price when the order was placed", reaction: "skip" },
  NOT_STARTED: { meaning: "no keeper has run on this database", reaction: "exit" },
  BAD_STATE: { meaning: "a stored row contradicts the keeper's own rules", reaction: "exit" },
} as const;

export type KeeperErrorCode = keyof typeof KEEPER_ERRORS;

/** An error of the table above; tests and callers look at `code`, people at `message`. */
export class KeeperError extends Error {
  readonly code: KeeperErrorCode;

  constructor(code: KeeperErrorCode, detail: string) {
    super(`${code}: ${KEEPER_ERRORS[code].meaning} (${detail})`);
    this.name = "KeeperError";
    this.code = code;
  }
}

/** Whether `error` is a `KeeperError` with this code. */
export function hasCode(error: unknown, code: KeeperErrorCode): boolean {
  return error instanceof KeeperError && error.code === code;
}
