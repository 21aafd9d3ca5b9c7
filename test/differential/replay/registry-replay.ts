import {
  CANCELLATION_REASONS,
  PURPOSES,
  buildIssuanceTree,
  buildReportLossRequest,
  carbonCreditsAbi,
  encodeCountry,
  encodeIssuance,
  enumIndex,
  reversalBufferAbi,
} from "@carbonxchange/sdk";
import type { CancellationReason, Mechanism, Purpose } from "@carbonxchange/sdk";
import { MECHANISMS } from "@carbonxchange/sdk";
import type { Verification } from "@carbonxchange/sdk/node";
import { encodeFunctionData, keccak256, toHex, zeroAddress, zeroHash } from "viem";
import type { Address } from "viem";
import { createClaimsRig, verifyRig } from "../claims-rig.ts";
import type { ClaimsRig } from "../claims-rig.ts";
import { ADMIN, VERIFIER } from "../exchange-rig.ts";
import type { Deployed } from "../local-chain.ts";

export const HOLDER = 1;
export const TONNE = 1000n;
const PORTIONS_PER_CALL = 100;
const BLOCKS_PER_CALL = 2_000n;
/** Steps of the buffer's waterfall in one call. */
const STEPS_PER_CALL = 60n;
const EVIDENCE = keccak256(toHex("published report"));
/** A year as the buffer counts it. */
export const YEAR_SECONDS = 365n * 86_400n;
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
  rig: ClaimsRig;
  holder: Address;
  registerProject(project: ReplayProject): Promise<bigint>;
  /** Proposes all as one import, has it attested, and issues each to the holder; gives the batches in their order. */
  issueAll(issuances: readonly ReplayIssuance[]): Promise<bigint[]>;
  /** Retires portions in their order, a hundred to a certificate. */
  retireAll(portions: readonly Portion[], purpose: Purpose): Promise<void>;
  cancel(account: number, portion: Portion, reason: CancellationReason, note: string): Promise<void>;
  /** Gives portions of the holder to the buffer. */
  contribute(portions: readonly Portion[]): Promise<void>;
  /** Has units of a batch reported as reversed, consented to, and made good by the buffer's waterfall. */
  reverse(portion: Portion): Promise<void>;
  /** Sets how long after its issuance a batch may be invalidated. */
  setInvalidationYears(batchId: bigint, years: bigint): Promise<void>;
  verify(): Promise<Verification>;
};

/** Starts the chain with the registry and its buffer. */
export async function createRegistryReplay(): Promise<RegistryReplay> {
  const rig = await createClaimsRig();
  const { chain, contracts, claims } = rig;
  const address = (account: number): Address => chain.wallets[account]?.account.address ?? zeroAddress;
  const holder = address(HOLDER);
  // thousands of calls: without an estimate, and a refused one throws by itself
  const send = async (from: number, to: Deployed, functionName: string, args: readonly unknown[]): Promise<void> => {
    const data = encodeFunctionData({ abi: to.abi, functionName, args });
    const params = [{ from: address(from), to: to.address, data, gas: toHex(GAS) }];
    await chain.publicClient.request({ method: "eth_sendTransaction", params } as never);
  };
  const call = (from: number, functionName: string, args: readonly unknown[]) =>
    send(from, contracts.credits, functionName, args);
  const inBuffer = (from: number, functionName: string, ...args: readonly unknown[]) =>
    send(from, claims.buffer, functionName, args);
  const counts = () =>
    chain.publicClient.readContract({
      address: contracts.credits.address,
      abi: carbonCreditsAbi,
      functionName: "counts",
    });
  await call(HOLDER, "setApprovalForAll", [claims.buffer.address, true]);
  const bufferCounts = () =>
    chain.publicClient.readContract({
      address: claims.buffer.address,
      abi: reversalBufferAbi,
      functionName: "counts",
    });

  return {
    rig,
    holder,
    async registerProject(project) {
      const { country, mechanism, ...texts } = project;
      const encoded = { ...texts, country: encodeCountry(country), mechanism: enumIndex(MECHANISMS, mechanism) };
      await call(ADMIN, "registerProject", [encoded]);
      const [projects] = await counts();
      return projects;
    },
    async issueAll(issuances) {
      const reportHash = keccak256(toHex("published records"));
      const { root, leaves } = buildIssuanceTree(
        issuances.map((issuance) => ({ ...issuance, recipient: holder, reportHash })),
      );
      await call(ADMIN, "proposeImport", [root, leaves.length, reportHash]);
      await call(VERIFIER, "attestImport", [root, reportHash]);
      for (const { index, issuance, proof } of leaves) {
        await call(ADMIN, "issueLeaf", [root, index, encodeIssuance(issuance), proof]);
      }
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
      for (const { batchId, units } of portions) await inBuffer(HOLDER, "donate", batchId, units);
    },
    async reverse(portion) {
      const report = buildReportLossRequest(rig.deployment, {
        kind: "REVERSAL",
        cause: "OTHER",
        intentional: false,
        evidence: EVIDENCE,
        losses: [portion],
      });
      await inBuffer(ADMIN, "report", ...report.args);
      const [caseId] = await bufferCounts();
      await inBuffer(VERIFIER, "consent", caseId, EVIDENCE);
      for (let waiting = 1n; waiting > 0n; [, , waiting] = await bufferCounts()) {
        await inBuffer(ADMIN, "settle", STEPS_PER_CALL);
      }
    },
    async setInvalidationYears(batchId, years) {
      const { issuedAt } = await chain.publicClient.readContract({
        address: contracts.credits.address,
        abi: carbonCreditsAbi,
        functionName: "batch",
        args: [batchId],
      });
      await inBuffer(ADMIN, "setInvalidationWindow", batchId, BigInt(issuedAt) + years * YEAR_SECONDS);
    },
    verify: () => verifyRig(rig, BLOCKS_PER_CALL),
  };
}
