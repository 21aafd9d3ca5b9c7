import { accessSentences } from "./access-sentences.ts";
import { advancedOrderSentences } from "./advanced-order-sentences.ts";
import { basketSentences } from "./basket-sentences.ts";
import { carbonCreditsSentences } from "./carbon-credits-sentences.ts";
import { completenessSentences } from "./completeness-sentences.ts";
import { contractSentences } from "./contract-sentences.ts";
import type { ContractErrorName, Sentences } from "./error-types.ts";
import { exchangeSentences } from "./exchange-sentences.ts";
import { labelSentences } from "./label-sentences.ts";
import { lossSentences } from "./loss-sentences.ts";
import { operationsSentences } from "./operations-sentences.ts";
import { sweepSentences } from "./sweep-sentences.ts";
import { recoverySentences } from "./recovery-sentences.ts";
import { tokenSentences } from "./token-sentences.ts";

const TABLE: Sentences = {
  ...accessSentences,
  ...advancedOrderSentences,
  ...basketSentences,
  ...carbonCreditsSentences,
  ...completenessSentences,
  ...contractSentences,
  ...exchangeSentences,
  ...labelSentences,
  ...lossSentences,
  ...operationsSentences,
  ...sweepSentences,
  ...recoverySentences,
  ...tokenSentences,
};

/** The sentence of a decoded custom error, or undefined for a name that has none. `args` by name as viem decodes them. */
export function errorSentence(name: string, args: Readonly<Record<string, unknown>>): string | undefined {
  if (!Object.hasOwn(TABLE, name)) return undefined;
  const write = TABLE[name as ContractErrorName] as ((values: Readonly<Record<string, unknown>>) => string) | undefined;
  return write?.(args);
}

/** Names of every error that has a sentence. */
export function sentenceNames(): string[] {
  return Object.keys(TABLE);
}
