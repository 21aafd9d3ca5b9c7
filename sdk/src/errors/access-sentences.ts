import type { Sentences } from "./error-types.ts";

/** What the permission errors of OpenZeppelin (AccessManager, AccessManaged, timelock) mean to an operator. */
export const accessSentences = {
  AccessManagedUnauthorized: (a) =>
    `Account ${a.caller} lacks the role for this call. Switch to an account that holds it, or ask an administrator for the role.`,
  AccessManagedRequiredDelay: (a) =>
    `Account ${a.caller} may make this call only after a delay of ${a.delay} seconds. Schedule it in the access manager first.`,
  AccessManagedInvalidAuthority: (a) => `${a.authority} is no access manager. Set the address of a deployed one.`,
  AccessManagerUnauthorizedAccount: (a) =>
    `Account ${a.msgsender} lacks role ${a.roleId}. Ask an administrator to grant the role.`,
  AccessManagerUnauthorizedCall: (a) =>
    `${a.caller} may not call ${a.selector} on ${a.target}. Ask an administrator for the role behind it.`,
  AccessManagerUnauthorizedCancel: (a) =>
    `${a.msgsender} may not cancel the operation of ${a.caller} on ${a.target} (${a.selector}). Its caller or a guardian must.`,
  AccessManagerUnauthorizedConsume: (a) =>
    `${a.target} may not consume scheduled operations. Let the managed contract make the call.`,
  AccessManagerAlreadyScheduled: (a) =>
    `Operation ${a.operationId} is already scheduled. Execute or cancel it before scheduling again.`,
  AccessManagerNotScheduled: (a) => `Operation ${a.operationId} is not scheduled. Schedule it first.`,
  AccessManagerNotReady: (a) => `Operation ${a.operationId} is still in its delay. Wait until the delay has passed.`,
  AccessManagerExpired: (a) => `Operation ${a.operationId} has expired. Schedule it again.`,
  AccessManagerBadConfirmation: () => "The confirmation must be the caller's own address. Repeat with your address.",
  AccessManagerInvalidInitialAdmin: (a) => `${a.initialAdmin} cannot be the first administrator. Use a real account.`,
  AccessManagerLockedFunction: (a) =>
    `Function ${a.selector} of the access manager cannot be reassigned. Leave it as it is.`,
  AccessManagerLockedRole: (a) => `Role ${a.roleId} is fixed and cannot be changed. Use another role.`,
  AccessControlUnauthorizedAccount: (a) =>
    `Account ${a.account} lacks role ${a.neededRole} of the timelock. Ask its administrator for the role.`,
  AccessControlBadConfirmation: () => "The confirmation must be the caller's own address. Repeat with your address.",
  TimelockInsufficientDelay: (a) =>
    `A delay of ${a.delay} seconds is below the timelock's minimum of ${a.minDelay}. Schedule with at least the minimum.`,
  TimelockInvalidOperationLength: (a) =>
    `${a.targets} targets came with ${a.payloads} payloads and ${a.values} values. Give one of each per call.`,
  TimelockUnauthorizedCaller: (a) =>
    `Only the timelock itself may do this, not ${a.caller}. Schedule the call in the timelock.`,
  TimelockUnexecutedPredecessor: (a) => `Operation ${a.predecessorId} must be executed first. Execute it, then repeat.`,
  TimelockUnexpectedOperationState: (a) =>
    `Operation ${a.operationId} is not in a state that allows this (allowed: ${a.expectedStates}). Look up its state first.`,
} satisfies Sentences;
