import { BookRefusal, decodeContractError } from "@carbonxchange/sdk";
import type { Breach, Fill } from "@carbonxchange/sdk";

/** What a step did to the book: the orders its takes met, and the price that tripped a breaker. */
export type StepEffect = { fills: Fill[]; breach: Breach | null };

/** Nothing met, nothing tripped. */
export const NO_EFFECT: StepEffect = { fills: [], breach: null };

/** What a step did, in a form that both sides can state: done with its effect, or refused with code and arguments. */
export type Outcome = StepEffect & { refused: string | null };

const asText = (value: unknown): string => String(value).toLowerCase();

/** Runs a step on the contract and words a revert. Anything but a revert is thrown on. */
export async function contractOutcome(run: () => Promise<StepEffect>): Promise<Outcome> {
  try {
    return { refused: null, ...(await run()) };
  } catch (error) {
    const decoded = decodeContractError(error);
    if (!decoded) throw error;
    return { refused: `${decoded.name}(${Object.values(decoded.args).map(asText).join(", ")})`, ...NO_EFFECT };
  }
}

/** Runs a step on the reference book and words a refusal. */
export function referenceOutcome(run: () => StepEffect): Outcome {
  try {
    return { refused: null, ...run() };
  } catch (error) {
    if (!(error instanceof BookRefusal)) throw error;
    return { refused: `${error.code}(${error.args.map(asText).join(", ")})`, ...NO_EFFECT };
  }
}
