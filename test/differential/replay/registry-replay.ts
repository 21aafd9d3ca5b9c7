import {
  CANCELLATION_REASONS,
  PURPOSES,
  accessManagerAbi,
  carbonCreditsAbi,
  encodeCountry,
  enumIndex,
} from "@carbonxchange/sdk";
import type { CancellationReason, Mechanism, Purpose } from "@carbonxchange/sdk";
import { MECHANISMS } from "@carbonxchange/sdk";
import { targetOf, verifyChain } from "@carbonxchange/sdk/node";
import type { Verification } from "@carbonxchange/sdk/node";
import { encodeFunctionData, keccak256, toFunctionSelector, toHex, zeroAddress, zeroHash } from "viem";
import type { Address } from "viem";
import { ADMIN, VERIFIER, createExchangeRig } from "../exchange-rig.ts";
import type { ExchangeRig } from "../exchange-rig.ts";
import { issuanceTree } from "./issuance-tree.ts";
import type { Issuance } from "./issuance-tree.ts";

export const HOLDER = 1;
export const BUFFER = 6;
export const TONNE = 1000n;
const VERIFIER_ROLE = 3n;
const PORTIONS_PER_CALL = 100;
/** The most that one transaction may ask for (EIP-7825). */
const GAS = 16_777_216n;

export type ReplayProject = {
  registryName: string;
  nativeId: string;
  name: string;
  methodology: string;
  country: string;
  mechanism: Mechanism;
};
/** One issuance as its registry states it: a block of serials of one project and vintage, days in unix seconds. */
export type ReplayIssuance = {
  projectId: bigint;
  serialNamespace: string;
  blockStart: bigint;
  blockEnd: bigint;
  vintageStart: number;
  vintageEnd: number;
};
export type Portion = { batchId: bigint; units: bigint };

/** A registry on a chain of its own, on which published records are lived through again. */
export type RegistryReplay = {
  rig: ExchangeRig;
  holder: Address;
  buffer: Address;
  registerProject(project: ReplayProject): Promise<bigint>;
  /** Proposes all as one import, has it attested, and issues each to the holder; gives the batches in their order. */
  issueAll(issuances: readonly ReplayIssuance[]): Promise<bigint[]>;
  /** Retires portions in their order, a hundred to a certificate. */
  retireAll(portions: readonly Portion[], purpose: Purpose): Promise<void>;
  cancel(account: number, portion: Portion, reason: CancellationReason, note: string): Promise<void>;
  /** Moves portions from the holder to the buffer. */
  contribute(portions: readonly Portion[]): Promise<void>;
  verify(): Promise<Verification>;
};

/** Starts the chain; the buffer is an account that the registry is linked with. */
export async function createRegistryReplay(): Promise<RegistryReplay> {
  const rig = await createExchangeRig();
  const { chain, contracts } = rig;
  const address = (account: number): Address => chain.wallets[account]?.account.address ?? zeroAddress;
  const [holder, buffer] = [address(HOLDER), address(BUFFER)];
  // thousands of calls: without an estimate, and a refused one throws by itself
  const call = async (from: number, functionName: string, args: readonly unknown[]): Promise<void> => {
    const data = encodeFunctionData({ abi: contracts.credits.abi, functionName, args });
    const params = [{ from: address(from), to: contracts.credits.address, data, gas: toHex(GAS) }];
    await chain.publicClient.request({ method: "eth_sendTransaction", params } as never);
  };
  const counts = () =>
    chain.publicClient.readContract({
      address: contracts.credits.address,
      abi: carbonCreditsAbi,
      functionName: "counts",
    });
  await call(ADMIN, "setBuffer", [buffer]);
  const manager = { address: rig.deployment.contracts.accessManager.address, abi: accessManagerAbi };
  const selectors = [toFunctionSelector("attestImport(bytes32,bytes32)")];
  await chain.send(ADMIN, manager, "setTargetFunctionRole", [contracts.credits.address, selectors, VERIFIER_ROLE]);

  return {
    rig,
    holder,
    buffer,
    async registerProject(project) {
      const { country, mechanism, ...texts } = project;
      const encoded = { ...texts, country: encodeCountry(country), mechanism: enumIndex(MECHANISMS, mechanism) };
      await call(ADMIN, "registerProject", [encoded]);
      const [projects] = await counts();
      return projects;
    },
    async issueAll(issuances) {
      const reportHash = keccak256(toHex("published records"));
      const leaves = issuances.map((issuance): Issuance => leafOf(issuance, holder, reportHash));
      const { root, proofs } = issuanceTree(leaves);
      await call(ADMIN, "proposeImport", [root, leaves.length, reportHash]);
      await call(VERIFIER, "attestImport", [root, reportHash]);
      for (const [index, leaf] of leaves.entries()) await call(ADMIN, "issueLeaf", [root, index, leaf, proofs[index]]);
      const issued = await chain.publicClient.getContractEvents({
        address: contracts.credits.address,
        abi: carbonCreditsAbi,
        eventName: "LeafIssued",
        args: { root },
        fromBlock: 0n,
        strict: true,
      });
      return issued.map(({ args }) => args.batchId);
    },
    async retireAll(portions, purpose) {
      const details = {
        beneficiary: zeroAddress,
        beneficiaryRef: zeroHash,
        purpose: enumIndex(PURPOSES, purpose),
        consumptionCountry: encodeCountry(undefined),
        periodStart: 0,
        periodEnd: 0,
        claim: 0,
        statement: "",
      };
      for (let at = 0; at < portions.length; at += PORTIONS_PER_CALL) {
        await call(HOLDER, "retireMany", [holder, portions.slice(at, at + PORTIONS_PER_CALL), details]);
      }
    },
    cancel: (account, { batchId, units }, reason, note) =>
      call(account, "cancel", [address(account), batchId, units, enumIndex(CANCELLATION_REASONS, reason), note]),
    async contribute(portions) {
      for (let at = 0; at < portions.length; at += PORTIONS_PER_CALL) {
        const part = portions.slice(at, at + PORTIONS_PER_CALL);
        const lists = [part.map(({ batchId }) => batchId), part.map(({ units }) => units)];
        await call(HOLDER, "safeBatchTransferFrom", [holder, buffer, ...lists, "0x"]);
      }
    },
    verify: () => verifyRig(rig),
  };
}

function leafOf(issuance: ReplayIssuance, recipient: Address, reportHash: `0x${string}`): Issuance {
  const { projectId, serialNamespace, blockStart, blockEnd, vintageStart, vintageEnd } = issuance;
  return {
    projectId,
    serialNamespace,
    blockStart: Number(blockStart), // exact: 40 bits on chain
    blockEnd: Number(blockEnd), // exact: 40 bits on chain
    vintageStart,
    vintageEnd,
    recipient,
    reportHash,
    bufferBps: 0,
    monitoringStart: vintageStart,
    monitoringEnd: vintageEnd,
    methodology: "",
    conversionRef: zeroHash,
  };
}

function verifyRig({ chain, deployment }: ExchangeRig): Promise<Verification> {
  const {
    timelock: _none,
    sanctionsList: _neither,
    ...addresses
  } = targetOf({
    chainId: 31_337,
    name: "replay",
    genesisHash: "0x",
    contracts: deployment.contracts,
  }).addresses;
  return verifyChain({
    client: chain.publicClient,
    target: { addresses, fromBlock: 0n },
    at: "latest",
    blocksPerCall: 2_000n,
    wait: () => Promise.resolve(),
    progress: () => undefined,
  });
}
