import { decodeContractError } from "./decode.ts";

/** What went wrong: `code` for programs, `sentence` for people. */
export type ErrorDescription = { code: string; sentence: string };

const MAX_DEPTH = 12;

/** Failures that carry no revert data, told by viem's error names and EIP-1193 / JSON-RPC codes. */
const KNOWN: readonly { code: string; names: readonly string[]; rpcCodes: readonly number[]; sentence: string }[] = [
  {
    code: "UserRejected",
    names: ["UserRejectedRequestError"],
    rpcCodes: [4001],
    sentence: "You refused the request in the wallet. Nothing was sent.",
  },
  {
    code: "InsufficientFunds",
    names: ["InsufficientFundsError"],
    rpcCodes: [],
    sentence: "The account has too little of the chain's own coin to pay for gas. Fund it and try again.",
  },
  {
    code: "WrongChain",
    names: ["ChainMismatchError", "ConnectorChainMismatchError", "SwitchChainError"],
    rpcCodes: [4901, 4902],
    sentence: "The wallet is on another network. Switch the network and try again.",
  },
  {
    code: "NonceConflict",
    names: ["NonceTooLowError", "NonceTooHighError"],
    rpcCodes: [],
    sentence:
      "The wallet's transaction counter is out of step with the chain. Wait for pending transactions or reset the wallet's account.",
  },
  {
    code: "Timeout",
    names: ["TimeoutError", "WaitForTransactionReceiptTimeoutError"],
    rpcCodes: [],
    sentence: "The node did not answer in time. Check the connection and try again.",
  },
  {
    code: "NodeUnreachable",
    names: ["HttpRequestError", "WebSocketRequestError", "SocketClosedError"],
    rpcCodes: [],
    sentence: "The node cannot be reached. Check the connection and try again.",
  },
  {
    code: "NoContract",
    names: ["ContractFunctionZeroDataError"],
    rpcCodes: [],
    sentence: "There is no such contract at the address on this network. Check the deployment and the network.",
  },
];

/** Any error in words: a contract's refusal first, then wallet and network failures, then its own first line. */
export function describeError(error: unknown): ErrorDescription {
  const decoded = decodeContractError(error);
  if (decoded) return { code: decoded.name, sentence: decoded.sentence };
  for (let at = error, depth = 0; isRecord(at) && depth < MAX_DEPTH; at = at["cause"], depth++) {
    const known = KNOWN.find((entry) => matches(entry, at));
    if (known) return { code: known.code, sentence: known.sentence };
  }
  const text = error instanceof Error ? error.message : String(error);
  return { code: "Unexpected", sentence: text.split("\n", 1)[0] || "Something failed without a message." };
}

function matches(entry: (typeof KNOWN)[number], error: Readonly<Record<string, unknown>>): boolean {
  const name = error["name"];
  const rpcCode = error["code"];
  return (
    (typeof name === "string" && entry.names.includes(name)) ||
    (typeof rpcCode === "number" && entry.rpcCodes.includes(rpcCode))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
