import type { Sentences } from "./error-types.ts";

/** What OpenZeppelin's errors of proxies, initialisation, signatures and arithmetic mean. */
export const contractSentences = {
  ReentrancyGuardReentrantCall: () =>
    "A contract called back in the middle of a call, which is refused. Use a plain account or fix that contract.",
  EnforcedPause: () => "The contract is paused. Wait until it is resumed.",
  ExpectedPause: () => "The contract is not paused. Pause it first.",
  InvalidInitialization: () => "The contract is already initialised. Use it as it is.",
  NotInitializing: () => "This can happen only during initialisation. Call the initialiser instead.",
  UUPSUnauthorizedCallContext: () => "Upgrades must be called through the proxy. Use the proxy's address.",
  UUPSUnsupportedProxiableUUID: (a) =>
    `The new implementation names the storage slot ${a.slot}, so it is not upgradeable this way. Check the implementation.`,
  ERC1967InvalidImplementation: (a) => `${a.implementation} holds no usable implementation. Deploy it first.`,
  ERC1967InvalidAdmin: (a) => `${a.admin} cannot be the proxy's administrator. Use a real account.`,
  ERC1967InvalidBeacon: (a) => `${a.beacon} is no beacon. Use the address of a deployed one.`,
  ERC1967NonPayable: () => "The upgrade takes no ether. Send it without value.",
  ERC1967ProxyUninitialized: () => "The proxy was deployed without its initialiser call. Deploy it with one.",
  AddressEmptyCode: (a) => `${a.target} holds no contract. Check the address and the network.`,
  FailedCall: () => "A call to another contract failed without a reason. Check the contracts involved and try again.",
  FailedDeployment: () => "The deployment failed. Check the constructor's arguments and the gas limit.",
  InsufficientBalance: (a) => `The contract holds ${a.balance} wei, ${a.needed} are needed. Fund it first.`,
  MissingPrecompile: (a) => `This chain lacks the precompiled contract ${a.arg0}. Use another network.`,
  ECDSAInvalidSignature: () => "The signature is not valid. Sign again.",
  ECDSAInvalidSignatureLength: (a) => `The signature has ${a.length} bytes instead of 65. Sign again.`,
  ECDSAInvalidSignatureS: (a) => `The signature's s value ${a.s} is malleable. Sign again with a current wallet.`,
  InvalidShortString: () => "A stored name is malformed. Report this to the operator.",
  StringTooLong: (a) => `"${a.str}" is too long. Use at most 31 bytes.`,
  StringsInsufficientHexLength: (a) => `${a.value} does not fit ${a.length} bytes of hex. Report this to the operator.`,
  StringsInvalidAddressFormat: () => "A text is not an address. Enter 0x and 40 hex digits.",
  StringsInvalidChar: () => "A text contains a character that is no digit. Correct it.",
  SafeCastOverflowedUintDowncast: (a) => `${a.value} does not fit ${a.bits} bits. Use a smaller number.`,
  SafeCastOverflowedIntDowncast: (a) => `${a.value} does not fit ${a.bits} bits. Use a smaller number.`,
  SafeCastOverflowedIntToUint: (a) => `${a.value} is negative where it must not be. Use a positive number.`,
  SafeCastOverflowedUintToInt: (a) => `${a.value} is too large. Use a smaller number.`,
} satisfies Sentences;
