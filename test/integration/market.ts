/** Sets one market up from nothing through the public calls: project, issuance, eligibility, listing, deposits. */
import {
  buildApproveRequest,
  UNBOUNDED_RULES,
  buildAttestRequest,
  buildCreateMarketRequest,
  buildDepositRequest,
  buildFaucetRequest,
  buildIssueRequest,
  buildProposeRequest,
  buildRegisterProjectRequest,
  buildSendCreditsToVaultRequest,
  carbonCreditsAbi,
  complianceGateAbi,
  exchangeAbi,
  type Deployment,
} from "@carbonxchange/sdk";
import { keccak256, toHex, zeroHash } from "viem";
import { createActor, eventIn, type Actor } from "./actor.ts";

const YEAR_SECONDS = 31_536_000;
const VINTAGE = { start: Date.UTC(2022, 0, 1) / 1000, end: Date.UTC(2022, 11, 31) / 1000 };
export const SERIAL_NAMESPACE = "VCS|19385|VCS-VCU-1507-VER-ET-14-1340-01012022-31122022-1";
export const BLOCK = { start: 941_467_007n, end: 941_467_506n } as const;

export type Market = {
  marketId: number;
  batchId: bigint;
  projectId: bigint;
  credits: number;
  cash: number;
  alice: Actor;
  bob: Actor;
};

/** Registers a project and issues 500 tonnes to alice: proposed by the registry, attested by the verifier. */
export async function issueBatch(rpcUrl: string, deployment: Deployment) {
  const registry = createActor(rpcUrl, "registry");
  const verifier = createActor(rpcUrl, "verifier");
  const alice = createActor(rpcUrl, "alice");
  const { projectId } = eventIn(
    await registry.send(
      buildRegisterProjectRequest(deployment, {
        registryName: "Verra",
        nativeId: "VCS1340",
        name: "Integration Forest",
        methodology: "VM0007 v1.6",
        country: "ET",
        mechanism: "REDUCTION",
      }),
    ),
    carbonCreditsAbi,
    "ProjectRegistered",
  );
  const reportHash = keccak256(toHex("monitoring report 2022"));
  const issuance = {
    projectId,
    serialNamespace: SERIAL_NAMESPACE,
    blockStart: BLOCK.start,
    blockEnd: BLOCK.end,
    vintageStart: VINTAGE.start,
    vintageEnd: VINTAGE.end,
    recipient: alice.address,
    reportHash,
  };
  const { proposalId } = eventIn(
    await registry.send(buildProposeRequest(deployment, issuance)),
    carbonCreditsAbi,
    "IssuanceProposed",
  );
  await verifier.send(buildAttestRequest(deployment, proposalId, reportHash));
  const { batchId } = eventIn(
    await registry.send(buildIssueRequest(deployment, proposalId)),
    carbonCreditsAbi,
    "BatchIssued",
  );
  return { projectId, batchId, issuance };
}

/** Makes alice and bob eligible, lists the batch, opens a market and fills both vaults. */
export async function openMarket(
  rpcUrl: string,
  deployment: Deployment,
  batchId: bigint,
  projectId: bigint,
  nowSeconds: number,
): Promise<Market> {
  const officer = createActor(rpcUrl, "officer");
  const operator = createActor(rpcUrl, "deployer");
  const alice = createActor(rpcUrl, "alice");
  const bob = createActor(rpcUrl, "bob");
  const { exchange, complianceGate, carbonCredits, quoteToken } = deployment.contracts;
  for (const { address } of [alice, bob]) {
    await officer.send({
      address: complianceGate.address,
      abi: complianceGateAbi,
      functionName: "setEligibility",
      args: [address, 2, toHex("DE"), nowSeconds + YEAR_SECONDS, zeroHash],
    });
  }
  const list = async (token: `0x${string}`, id: bigint, isCredit: boolean) =>
    eventIn(
      await operator.send({
        address: exchange.address,
        abi: exchangeAbi,
        functionName: "listAsset",
        args: [token, id, isCredit],
      }),
      exchangeAbi,
      "AssetListed",
    ).asset;
  const cash = await list(quoteToken.address, 0n, false);
  const credits = await list(carbonCredits.address, batchId, true);
  const terms = { baseAsset: credits, quoteAsset: cash, lotUnits: 1_000n, tickSize: 10_000n, minLots: 1n };
  const market = { ...terms, makerFeePips: 500, takerFeePips: 1_500 };
  const created = await operator.send(buildCreateMarketRequest(deployment, market, UNBOUNDED_RULES));
  const { marketId } = eventIn(created, exchangeAbi, "MarketCreated");
  await alice.send(buildSendCreditsToVaultRequest(deployment, alice.address, batchId, 400_000n));
  const amount = 10_000_000_000n; // 10,000 tUSD
  for (const actor of [alice, bob]) {
    await actor.send(buildFaucetRequest(deployment, actor.address, amount));
    await actor.send(buildApproveRequest(deployment, amount));
    await actor.send(buildDepositRequest(deployment, cash, amount));
  }
  return { marketId, batchId, projectId, credits, cash, alice, bob };
}
