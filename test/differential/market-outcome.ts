import { BookRefusal, decodeContractError } from "@carbonxchange/sdk";
import type { Fill } from "@carbonxchange/sdk";

/** What a step did, in a form that both sides can state: done with fills, or refused with code and arguments. */
export type Outcome = { refused: string | null; fills: Fill[] };

const asText = (value: unknown): string => String(value).toLowerCase();

/** Runs a step on the contract and words a revert. Anything but a revert is thrown on. */
export async function contractOutcome(run: () => Promise<Fill[]>): Promise<Outcome> {
  try {
    return { refused: null, fills: await run() };
  } catch (error) {
    const decoded = decodeContractError(error);
    if (!decoded) throw error;
    return { refused: `${decoded.name}(${Object.values(decoded.args).map(asText).join(", ")})`, fills: [] };
  }
}

/** Runs a step on the reference book and words a refusal. */
export function referenceOutcome(run: () => Fill[]): Outcome {
  try {
    return { refused: null, fills: run() };
  } catch (error) {
    if (!(error instanceof BookRefusal)) throw error;
    return { refused: `${error.code}(${error.args.map(asText).join(", ")})`, fills: [] };
  }
}
