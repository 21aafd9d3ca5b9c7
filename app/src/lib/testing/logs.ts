import { carbonCreditsAbi } from "@carbonxchange/sdk";
import {
  encodeAbiParameters,
  encodeEventTopics,
  zeroAddress,
  zeroHash,
  type AbiEvent,
  type Address,
  type Hex,
} from "viem";
import { transferAbi } from "../audit/transfer-ledger.ts";
import { BATCH_ID } from "./catalogue.ts";
import { ANN, TX_HASH } from "./fake-wallet.ts";
import { contractAt } from "./fake-world.ts";

/** A log as a node gives it. */
export type RawLog = {
  address: Address;
  topics: Hex[];
  data: Hex;
  transactionHash: Hex;
  blockNumber: Hex;
  logIndex: Hex;
};

/** Where every log of the tests stands. */
const place = { transactionHash: TX_HASH, blockNumber: "0x64", logIndex: "0x1" } as const;

/** An event of an ABI as the node gives it; of the credit registry unless another address is given. */
export function logOf(
  abi: readonly AbiEvent[],
  eventName: string,
  args: Record<string, unknown>,
  address: Address = contractAt("carbonCredits"),
): RawLog {
  const event = abi.find(({ name }) => name === eventName);
  if (!event) throw new Error(`there is no event ${eventName}`);
  const plain = event.inputs.filter(({ indexed }) => !indexed);
  const topics = encodeEventTopics({ abi: [event], eventName, args }) as Hex[];
  const data = encodeAbiParameters(
    plain,
    plain.map(({ name }) => args[name ?? ""]),
  );
  return { address, topics, data, ...place };
}

const events = carbonCreditsAbi.filter((item) => item.type === "event");

/** 100 t of the test's batch are issued to Ann. */
export const issuedLog = (): RawLog =>
  logOf(events, "BatchIssued", {
    batchId: BATCH_ID,
    proposalId: 1n,
    projectId: 1n,
    recipient: ANN,
    serialNamespace: "X",
    blockStart: 1,
    blockEnd: 100,
    vintageStart: 1_609_459_200,
    vintageEnd: 1_640_908_800,
    units: 100_000n,
  });

/** Ann retires 1.5 t of it from the first serial on. */
export const retiredLog = (retirementId: bigint): RawLog =>
  logOf(events, "Retired", {
    retirementId,
    batchId: BATCH_ID,
    account: ANN,
    units: 1_500n,
    firstUnit: 0n,
    batchRetiredUnits: 1_500n,
    details: {
      beneficiary: ANN,
      beneficiaryRef: zeroHash,
      purpose: 0,
      consumptionCountry: "0x0000",
      periodStart: 0,
      periodEnd: 0,
      statement: "",
      claim: 0,
    },
  });

/** A movement of the test's batch; the zero address mints or burns. */
export const transferLog = (from: Address, to: Address, value: bigint): RawLog =>
  logOf(transferAbi, "TransferSingle", { operator: ANN, from, to, id: BATCH_ID, value });

/** The movements behind the catalogue's figures: 100 t minted, 1.5 t burned, 20 t in the exchange. */
export const movements = (): RawLog[] => [
  transferLog(zeroAddress, ANN, 100_000n),
  transferLog(ANN, zeroAddress, 1_500n),
  transferLog(ANN, contractAt("exchange"), 20_000n),
];
