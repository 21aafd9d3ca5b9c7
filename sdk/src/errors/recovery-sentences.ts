import type { Sentences } from "./error-types.ts";
import { day } from "./wording.ts";

/** What the errors of the recovery of lost wallets mean. */
export const recoverySentences = {
  WalletRecovery_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
  WalletRecovery_SameAccount: (a) => `${a.account} cannot take over from itself. Choose a new wallet.`,
  WalletRecovery_SuccessorKnown: (a) =>
    `${a.successor} has a record of tier ${a.tier} of its own. Choose a wallet that nobody is known by yet.`,
  WalletRecovery_UnknownRecovery: (a) =>
    `There is no recovery ${a.recoveryId}; the last is ${a.lastRecoveryId}. Choose one up to that.`,
  WalletRecovery_HoldsForOthers: (a) =>
    `Account ${a.account} holds credits for others, so it cannot be recovered or take over. Name the wallet of a person.`,
  WalletRecovery_WrongStatus: (a) =>
    `Recovery ${a.recoveryId} is not in the state that this step needs. Read it again to see where it stands.`,
  WalletRecovery_NotLostAccount: (a) =>
    `Only ${a.lost}, the wallet said to be lost, can object, not ${a.caller}. A guardian can stop the recovery.`,
  WalletRecovery_SamePerson: (a) => `${a.account} has proposed this recovery. Another person must confirm it.`,
  WalletRecovery_TooEarly: (a) =>
    `The recovery can be confirmed from ${day(a.confirmableAt)} on: until then the old wallet may object. Wait until then.`,
  WalletRecovery_TooLate: (a) => `The recovery could be confirmed until ${day(a.confirmableUntil)}. Propose it again.`,
  WalletRecovery_AlreadyRecovered: (a) =>
    `${a.account} was lost before and recovered (recovery ${a.recoveryId}). Name a wallet that was never recovered.`,
  WalletRecovery_NotABasket: (a) => `${a.account} is no basket of this exchange. Name a basket's address.`,
  WalletRecovery_CallDirectly: () =>
    "The call came through the access manager, which hides who made it. Schedule it there and call the recovery itself.",
} satisfies Sentences;
