import type { Abi, ContractEventName, GetEventArgs } from "viem";
import type { AuditContract, Place } from "./figures.ts";
import type { Ledger } from "./ledger.ts";

/** The arguments of one event as viem decodes them. */
export type EventArgs<abi extends Abi, name extends ContractEventName<abi>> = GetEventArgs<
  abi,
  name,
  { EnableUnion: false; IndexedOnly: false; Required: true }
>;

/** What is done with each event of one contract. */
export type EventHandlers<abi extends Abi> = {
  [name in ContractEventName<abi>]?: (args: EventArgs<abi, name>, place: Place, ledger: Ledger) => void;
};

/** One decoded log. */
export type AuditEvent = { contract: AuditContract; name: string; args: unknown; place: Place };
