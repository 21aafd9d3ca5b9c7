import { BASKET_CRITERIA } from "../codecs/enums.ts";
import type { Sentences } from "./error-types.ts";
import { day, nameOf, tonnes } from "./wording.ts";

const days = (seconds: number): string => `${seconds / 86_400} days`;
const basisPoints = (bps: number | bigint): string => `${Number(bps) / 100} %`;

/** What each error of a basket means, and what to do about it. */
export const basketSentences = {
  CarbonBasket_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
  CarbonBasket_ZeroUnits: () => "The amount is zero. Enter at least 0.001 t (1 kg).",
  CarbonBasket_ForeignToken: (a) =>
    `The basket takes units of the credit registry only, not of ${a.token}. Deposit registry units.`,
  CarbonBasket_AccountBlocked: (a) =>
    `Account ${a.account} is frozen or on a sanctions list; it can neither send nor receive basket tokens. Contact the compliance officer.`,
  CarbonBasket_BadRule: (a) =>
    `The rule "${a.rule}" may not be ${a.value}; its bound is ${a.bound}. Correct the rules.`,
  CarbonBasket_BadList: (a) =>
    `The list of the rule ${nameOf(BASKET_CRITERIA, a.criterion).toLowerCase()} has ${a.length} entries, at most ${a.maxLength} are allowed. A list that is read names something, and one that is not read nothing.`,
  CarbonBasket_DelayOutside: (a) =>
    `New rules of a basket must wait between ${days(a.shortest)} and ${days(a.longest)}, not ${days(a.delaySeconds)}. Choose another delay.`,
  CarbonBasket_NothingAnnounced: (a) =>
    `Version ${a.activeVersion} of the rules is in force and no other is announced. Nothing is left to take back.`,
  CarbonBasket_ProjectRefused: (a) =>
    `The basket's rules refuse project ${a.projectId}, and so batch ${a.batchId}. Deposit another batch.`,
  CarbonBasket_CountryRefused: (a) =>
    `The basket's rules refuse the country ${a.country} of batch ${a.batchId}. Deposit another batch.`,
  CarbonBasket_RegistryRefused: (a) =>
    `The basket's rules refuse the source registry ${a.registryName} of batch ${a.batchId}. Deposit another batch.`,
  CarbonBasket_MethodologyRefused: (a) =>
    `The basket's rules refuse the methodology ${a.methodology} of batch ${a.batchId}. Deposit another batch.`,
  CarbonBasket_VintageOutside: (a) =>
    `The vintage from ${day(a.vintageStart)} to ${day(a.vintageEnd)} does not lie between ${day(a.vintageFrom)} and ${day(a.vintageUntil)}. Deposit another batch.`,
  CarbonBasket_LabelsMissing: (a) =>
    `Batch ${a.batchId} lacks labels that the basket asks for (it has mask ${a.has}, ${a.required} is needed). Deposit a labelled batch.`,
  CarbonBasket_Impaired: (a) =>
    `Batch ${a.batchId} is impaired by ${basisPoints(a.impairedBps)}; the basket takes at most ${basisPoints(a.maxImpairedBps)}. Deposit another batch.`,
  CarbonBasket_CapExceeded: (a) =>
    `The basket would hold ${tonnes(a.supplyUnits)}, and its cap is ${tonnes(a.capUnits)}. Reduce the amount.`,
  CarbonBasket_InsufficientUnits: (a) =>
    `The basket holds ${tonnes(a.have)} of batch ${a.batchId}, ${tonnes(a.want)} are wanted. Choose other batches, or take the oldest.`,
  CarbonBasket_BasketTooSmall: (a) =>
    `The basket holds ${tonnes(a.supplyUnits)} in all, ${tonnes(a.want)} are wanted. Reduce the amount.`,
  CarbonBasket_NothingAvailable: (a) =>
    `None of the first ${a.batchesVisited} batches can leave the basket now (${tonnes(a.want)} wanted): they are suspended or frozen. Look at more batches, or choose some.`,
} satisfies Sentences;
