import { decodeEventLog, toEventSelector } from "viem";
import type { Abi, AbiEvent, Address, Hex, Log } from "viem";
import { AUDIT_ABIS } from "../../audit/index.ts";
import type { AuditContract, AuditEvent, Place } from "../../audit/index.ts";
import type { AuditTarget, SingleContract } from "./find-contracts.ts";

/** Turns logs into events; `unread` counts those of our contracts that no ABI knows, by address and topic. */
export type LogDecoder = { decode(log: Log): AuditEvent | null; readonly unread: ReadonlyMap<string, number> };

type KnownContract = { contract: AuditContract; events: Map<Hex, AbiEvent>; emitter?: Hex };

function knownContract(contract: AuditContract): KnownContract {
  const events = (AUDIT_ABIS[contract] as Abi).filter((item): item is AbiEvent => item.type === "event");
  return { contract, events: new Map(events.map((event) => [toEventSelector(event), event])) };
}

/** A decoder of the logs of these contracts. */
export function createLogDecoder({ addresses, baskets }: Pick<AuditTarget, "addresses" | "baskets">): LogDecoder {
  const contracts = new Map<string, KnownContract>();
  for (const [contract, address] of Object.entries(addresses) as [SingleContract, Address][]) {
    contracts.set(address.toLowerCase(), knownContract(contract));
  }
  for (const address of baskets) {
    const emitter = address.toLowerCase() as Hex;
    contracts.set(emitter, { ...knownContract("carbonBasket"), emitter });
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
      const place: Place = {
        block: log.blockNumber ?? 0n,
        logIndex: log.logIndex ?? 0,
        tx: log.transactionHash ?? "0x",
      };
      if (typeof log.blockTimestamp === "bigint") place.timestamp = log.blockTimestamp;
      if (known.emitter !== undefined) place.emitter = known.emitter;
      return { contract: known.contract, name: event.name, args: args ?? {}, place };
    },
  };
}
