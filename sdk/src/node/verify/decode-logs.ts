import { decodeEventLog, toEventSelector } from "viem";
import type { Abi, AbiEvent, Address, Hex, Log } from "viem";
import { AUDIT_ABIS } from "../../audit/index.ts";
import type { AuditContract, AuditEvent } from "../../audit/index.ts";

/** Turns logs into events; `unread` counts those of our contracts that no ABI knows, by address and topic. */
export type LogDecoder = { decode(log: Log): AuditEvent | null; readonly unread: ReadonlyMap<string, number> };

/** A decoder of the logs of these contracts. */
export function createLogDecoder(addresses: Readonly<Partial<Record<AuditContract, Address>>>): LogDecoder {
  const contracts = new Map<string, { contract: AuditContract; events: Map<Hex, AbiEvent> }>();
  for (const [contract, address] of Object.entries(addresses) as [AuditContract, Address][]) {
    const events = (AUDIT_ABIS[contract] as Abi).filter((item): item is AbiEvent => item.type === "event");
    contracts.set(address.toLowerCase(), {
      contract,
      events: new Map(events.map((event) => [toEventSelector(event), event])),
    });
  }
  const unread = new Map<string, number>();

  return {
    unread,
    decode(log) {
      const known = contracts.get(log.address.toLowerCase());
      const [topic] = log.topics;
      const event = topic === undefined ? undefined : known?.events.get(topic);
      if (known === undefined || event === undefined) {
        const key = `${known?.contract ?? log.address} ${topic ?? "without topic"}`;
        unread.set(key, (unread.get(key) ?? 0) + 1);
        return null;
      }
      const { args } = decodeEventLog({ abi: [event], topics: log.topics, data: log.data });
      const place = { block: log.blockNumber ?? 0n, logIndex: log.logIndex ?? 0, tx: log.transactionHash ?? "0x" };
      const timestamp = log.blockTimestamp;
      return {
        contract: known.contract,
        name: event.name,
        args: args ?? {},
        place: typeof timestamp === "bigint" ? { ...place, timestamp } : place,
      };
    },
  };
}
