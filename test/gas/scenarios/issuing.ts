import { carbonCreditsAbi, encodeBasketRules, encodeIssuance } from "@carbonxchange/sdk";
import { keccak256, toHex, zeroAddress } from "viem";
import { filledNamespace } from "../filled-namespace.ts";
import type { Contract, GasChain } from "../gas-chain.ts";
import { BATCH, createGasMarket } from "../gas-market.ts";
import type { GasMarket } from "../gas-market.ts";
import { topic } from "../scenario.ts";

const NAMESPACE = "EX|2";
const INTERVALS = 10_000n;
/** Between two blocks of the filled namespace. */
const FREE_SERIAL = 15_002n;
const REPORT_HASH = keccak256(toHex("report"));
const OPEN_ENDED = 2 ** 40 - 1;
const HOLDER = 1;
const TONNE = 1_000n;

interface IssuingMarket extends GasMarket {
  readonly basket: Contract;
  /** The attested proposal of a serial among ten thousand blocks. */
  readonly proposalId: bigint;
}

/** A registry with a proposal that may be issued, and a basket that asks for a label and knows the batch and the holder. */
async function createIssuingMarket(): Promise<IssuingMarket> {
  const market = await createGasMarket();
  const { chain, credits, manager } = market;
  for (const [slot, value] of filledNamespace(NAMESPACE, INTERVALS)) await chain.store(credits.address, slot, value);
  const recipient = chain.accounts[HOLDER] ?? zeroAddress;
  const serials = { serialNamespace: NAMESPACE, blockStart: FREE_SERIAL, blockEnd: FREE_SERIAL };
  const vintage = { vintageStart: 1_577_836_800, vintageEnd: 1_609_372_800 };
  const issuance = encodeIssuance({ projectId: 1n, ...serials, ...vintage, recipient, reportHash: REPORT_HASH });
  await chain.call(0, credits, "propose", [issuance]);
  await chain.call(1, { ...credits, abi: carbonCreditsAbi }, "attest", [2n, REPORT_HASH]);
  return { ...market, basket: await createBasket(chain, manager, credits), proposalId: 2n };
}

async function createBasket(chain: GasChain, manager: Contract, credits: Contract): Promise<Contract> {
  const labels = await chain.deployProxy("contracts/labels/LabelRegistry.sol:LabelRegistry", [
    manager.address,
    credits.address,
  ]);
  const buffer = await chain.deployProxy("contracts/buffer/ReversalBuffer.sol:ReversalBuffer", [
    manager.address,
    credits.address,
  ]);
  await chain.call(0, labels, "registerLabel", ["CCP"]);
  await chain.call(0, labels, "setAttester", [0, chain.accounts[0], true]);
  await chain.call(0, labels, "attest", [BATCH, 0, Number(chain.now()), OPEN_ENDED, REPORT_HASH]);
  const setup = {
    accessManager: manager.address,
    credits: credits.address,
    labels: labels.address,
    impairment: buffer.address,
    feeRecipient: chain.accounts[0],
    ruleDelay: 7 * 86_400,
    name: "Example Basket",
    symbol: "EXB",
  };
  const rules = encodeBasketRules({ feeBps: 0, requiredLabels: [0] });
  const basket = await chain.deployProxy("contracts/baskets/CarbonBasket.sol:CarbonBasket", [setup, rules]);
  await chain.call(HOLDER, credits, "setApprovalForAll", [basket.address, true]);
  await chain.call(HOLDER, basket, "deposit", [BATCH, TONNE, chain.accounts[HOLDER]]);
  return basket;
}

/** New credits, and credits that go into a basket. */
export const issuing = topic(createIssuingMarket, [
  {
    key: "issue",
    title: "issue a batch among 10,000 blocks",
    bound: 320_000,
    measure: async ({ chain, credits, proposalId }) => (await chain.call(0, credits, "issue", [proposalId])).gasUsed,
  },
  {
    key: "basket_deposit",
    title: "deposit into a basket with a label",
    bound: 130_000,
    measure: async ({ chain, basket }) => {
      const receipt = await chain.call(HOLDER, basket, "deposit", [BATCH, TONNE, chain.accounts[HOLDER]]);
      return receipt.gasUsed;
    },
  },
]);
