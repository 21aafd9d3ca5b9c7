import {
  accessManagerAbi,
  carbonCreditsAbi,
  complianceGateAbi,
  CONTRACT_NAMES,
  exchangeAbi,
  type ContractName,
  type Deployment,
} from "@carbonxchange/sdk";
import {
  decodeFunctionData,
  encodeErrorResult,
  encodeFunctionResult,
  numberToHex,
  zeroHash,
  type Abi,
  type Address,
  type Hex,
} from "viem";
import { certificateTokenAbi, creditTokenAbi, quoteTokenAbi } from "../chain/token-abi.ts";
import type { Settings } from "../settings.ts";

/** What a contract function answers, by its name. Throw a `Revert` to refuse. */
export type Answers = Record<string, (...args: never[]) => unknown>;

/** A refusal with one of the exchange's or the registry's own errors. */
export class Revert extends Error {
  readonly data: Hex;
  constructor(errorName: string, args: readonly unknown[]) {
    super(errorName);
    const abi = [...exchangeAbi, ...carbonCreditsAbi] as Abi;
    this.data = encodeErrorResult({ abi, errorName, args });
  }
}

/** Address of the n-th contract: 0x…c1, 0x…c2 and so on. */
export const contractAt = (name: ContractName): Address =>
  `0x${"0".repeat(38)}c${CONTRACT_NAMES.indexOf(name).toString(16)}`;

const contracts = Object.fromEntries(
  CONTRACT_NAMES.map((name) => [name, { address: contractAt(name), startBlock: 1 }]),
) as Deployment["contracts"];

export const SETTINGS: Settings = {
  deployment: { chainId: 31337, name: "Test chain", genesisHash: `0x${"ab".repeat(32)}`, contracts },
  apiUrl: "http://api.test",
  rpcUrl: "http://rpc.test",
  chain: { id: 31337, name: "Test chain", explorerUrl: null, local: true },
};

const ABIS: Partial<Record<ContractName, Abi>> = {
  exchange: exchangeAbi,
  carbonCredits: [...carbonCreditsAbi, ...creditTokenAbi],
  complianceGate: complianceGateAbi,
  accessManager: accessManagerAbi,
  retirementCertificate: certificateTokenAbi,
  quoteToken: quoteTokenAbi,
};

type RpcRequest = { id?: number; method: string; params?: readonly unknown[] };

/** A chain and an API that answer what a test says; every request is kept in `asked`. */
export type FakeWorld = {
  asked: RpcRequest[];
  answers: Answers;
  api: Record<string, unknown>;
  logs: { topics: readonly Hex[] }[];
  receipt: { status: Hex; logs: object[] };
  fetch: typeof fetch;
  rpc: (request: RpcRequest) => unknown;
};

const BLOCK = {
  number: "0x64",
  timestamp: numberToHex(1_700_000_000),
  hash: `0x${"64".repeat(32)}`,
  parentHash: zeroHash,
  transactions: [],
  baseFeePerGas: "0x1",
  gasLimit: "0x1c9c380",
  gasUsed: "0x0",
};

/** `functionName:0x…` is asked for first, then `functionName`, so that one name can differ by contract. */
function callContract(world: FakeWorld, { to, data }: { to: Address; data: Hex }): Hex {
  const name = CONTRACT_NAMES.find((candidate) => contractAt(candidate).toLowerCase() === to.toLowerCase());
  const abi = name && ABIS[name];
  if (!abi) throw new Error(`the fake chain has no contract at ${to}`);
  const { functionName, args = [] } = decodeFunctionData({ abi, data });
  const answer = world.answers[`${functionName}:${to.toLowerCase()}`] ?? world.answers[functionName];
  if (!answer) throw new Error(`the test does not say what ${functionName} of ${name} answers`);
  const result = answer(...(args as never[]));
  const item = abi.find((entry) => entry.type === "function" && entry.name === functionName);
  if (item?.type === "function" && item.outputs.length === 0) return "0x";
  return encodeFunctionResult({ abi, functionName, result });
}

function logsFor(world: FakeWorld, { topics = [] }: { topics?: (Hex | Hex[] | null)[] }): object[] {
  const wanted = topics.map((topic) => (topic === null ? null : [topic].flat()));
  return world.logs.filter((log) =>
    wanted.every((topic, index) => topic === null || topic.includes(log.topics[index] ?? "0x")),
  );
}

function answerRpc(world: FakeWorld, { method, params = [] }: RpcRequest): unknown {
  switch (method) {
    case "eth_chainId":
      return numberToHex(31337);
    case "eth_blockNumber":
      return BLOCK.number;
    case "eth_getBlockByNumber":
      return BLOCK;
    case "eth_getLogs":
      return logsFor(world, params[0] as { topics?: (Hex | Hex[] | null)[] });
    case "eth_call":
      return callContract(world, params[0] as { to: Address; data: Hex });
    case "eth_estimateGas":
      return "0x5208";
    case "eth_getTransactionByHash":
      return null;
    case "eth_getTransactionReceipt":
      return {
        transactionHash: params[0],
        blockNumber: BLOCK.number,
        blockHash: BLOCK.hash,
        from: zeroHash.slice(0, 42),
        to: zeroHash.slice(0, 42),
        transactionIndex: "0x0",
        gasUsed: "0x1",
        cumulativeGasUsed: "0x1",
        effectiveGasPrice: "0x1",
        logsBloom: "0x",
        type: "0x2",
        ...world.receipt,
      };
    default:
      throw new Error(`the fake chain does not know ${method}`);
  }
}

/** A world whose contracts answer `answers` and whose API answers `api` by path; any other path of the API is away. */
export function fakeWorld(answers: Answers = {}, api: Record<string, unknown> = {}): FakeWorld {
  const world: FakeWorld = {
    asked: [],
    answers,
    api,
    logs: [],
    receipt: { status: "0x1", logs: [] },
    rpc: (request) => {
      world.asked.push(request);
      return answerRpc(world, request);
    },
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (url.origin === SETTINGS.apiUrl) {
        const body = world.api[url.pathname.replace("/api/v1", "")];
        return body === undefined ? Promise.reject(new TypeError("away")) : Promise.resolve(Response.json(body));
      }
      const requests = JSON.parse(typeof init?.body === "string" ? init.body : "[]") as RpcRequest | RpcRequest[];
      const reply = (request: RpcRequest) => {
        const head = { jsonrpc: "2.0", id: request.id };
        try {
          return { ...head, result: world.rpc(request) };
        } catch (error) {
          const data = error instanceof Revert ? error.data : undefined;
          return {
            ...head,
            error: { code: data ? 3 : -32603, message: data ? "execution reverted" : String(error), data },
          };
        }
      };
      return Promise.resolve(Response.json(Array.isArray(requests) ? requests.map(reply) : reply(requests)));
    },
  };
  return world;
}
