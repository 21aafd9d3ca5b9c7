/** What the indexer would be handed for a transaction, decoded as Ponder decodes it. */
import { carbonCreditsAbi, complianceGateAbi, exchangeAbi } from "@carbonxchange/sdk";
import type { Addresses } from "@carbonxchange/sdk";
import { decodeEventLog, erc1155Abi, erc721Abi, parseAbi } from "viem";
import type { Abi, Hex, Log, TransactionReceipt } from "viem";
import { EVENT_KEYS } from "../../../indexer/src/projections/index.ts";
import type { ChainEvent, EventKey } from "../../../indexer/src/projections/index.ts";

type Source = { prefix: string; address: Hex; abi: Abi };

const LOCKED = parseAbi(["event Locked(uint256 tokenId)"]);

/** Every contract under the name by which the indexer's events call it. */
function sources({ contracts }: Addresses): Source[] {
  const source = (prefix: string, { address }: { address: Hex }, abi: Abi) => ({
    prefix,
    address: address.toLowerCase() as Hex,
    abi,
  });
  return [
    source("Exchange", contracts.exchange, exchangeAbi),
    source("CarbonCredits", contracts.carbonCredits, carbonCreditsAbi),
    source("CreditTokens", contracts.carbonCredits, erc1155Abi),
    source("Certificates", contracts.retirementCertificate, [...erc721Abi, ...LOCKED]),
    source("ComplianceGate", contracts.complianceGate, complianceGateAbi),
  ];
}

/** The indexed event that a log is, for each of the names it may have. */
function eventsOf(log: Log<bigint, number, false>, known: readonly Source[], timestamp: bigint): ChainEvent[] {
  const meta = {
    block: log.blockNumber,
    blockHash: log.blockHash,
    timestamp,
    txHash: log.transactionHash,
    logIndex: log.logIndex,
  };
  return known.flatMap(({ prefix, address, abi }) => {
    if (address !== log.address.toLowerCase()) return [];
    try {
      const { eventName, args } = decodeEventLog({ abi, data: log.data, topics: log.topics });
      const key = `${prefix}:${String(eventName)}` as EventKey;
      return EVENT_KEYS.includes(key) ? [{ key, args, meta } as unknown as ChainEvent] : [];
    } catch {
      return []; // an event that this contract's interface does not name
    }
  });
}

/** The events of a receipt in the order of its logs. */
export function chainEvents(receipt: TransactionReceipt, deployment: Addresses, timestamp: bigint): ChainEvent[] {
  const known = sources(deployment);
  return receipt.logs.flatMap((log) => eventsOf(log, known, timestamp));
}
