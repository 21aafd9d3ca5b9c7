import { encodeStatement } from "@carbonxchange/sdk";
import { toFunctionSelector, zeroAddress } from "viem";
import { ASK, createGasBook } from "../gas-book.ts";
import type { GasBook } from "../gas-book.ts";
import { BATCH, MARKET } from "../gas-market.ts";
import { topic } from "../scenario.ts";

const CUSTODIAN_ROLE = 8n;
const RETIRE_HELD = toFunctionSelector(
  "retireHeld(address,(uint256,uint64)[],(address,bytes32,uint8,bytes2,uint40,uint40,string,uint8))",
);
/** A statement as most are: a purpose, a country, a year, no public text. */
const DETAILS = encodeStatement({
  purpose: "VOLUNTARY",
  consumptionCountry: "DE",
  periodStart: Date.UTC(2025, 0, 1) / 1000,
  periodEnd: Date.UTC(2025, 11, 31) / 1000,
});
const TONNE = 1_000n;
const HOLDER = 1;
const BUYER = 2;

/** A market whose credits can be retired: with certificates, and the exchange as a custodian. */
async function createRegistryBook(): Promise<GasBook> {
  const book = await createGasBook();
  const { chain, credits, exchange, manager } = book;
  const certificate = await chain.deployProxy("contracts/registry/RetirementCertificate.sol:RetirementCertificate", [
    manager.address,
    credits.address,
  ]);
  await chain.call(0, credits, "setCertificate", [certificate.address]);
  await chain.call(0, manager, "setTargetFunctionRole", [credits.address, [RETIRE_HELD], CUSTODIAN_ROLE]);
  await chain.call(0, manager, "grantRole", [CUSTODIAN_ROLE, exchange.address, 0]);
  await chain.call(HOLDER, credits, "retire", [chain.accounts[HOLDER], BATCH, TONNE, DETAILS]);
  return book;
}

/** A sweep of one market by an account that holds both assets; everything that is bought is retired. */
const sweepOf = (tonnes: bigint) => ({
  marketIds: [MARKET],
  criteria: { methodologies: [], countries: [], mechanisms: [], labels: 0n, vintageFrom: 0, vintageTo: 0 },
  units: tonnes * TONNE,
  minUnits: tonnes * TONNE,
  maxCost: 2n ** 128n,
  maxFills: 100,
  details: { ...DETAILS, beneficiary: zeroAddress },
});

/** What the holder of credits does with them for good; a certificate is minted each time. */
export const registry = topic(createRegistryBook, [
  {
    key: "retire",
    title: "retire with a certificate",
    bound: 190_000,
    measure: async ({ chain, credits }) => {
      const receipt = await chain.call(HOLDER, credits, "retire", [chain.accounts[HOLDER], BATCH, TONNE, DETAILS]);
      return receipt.gasUsed;
    },
  },
  {
    key: "sweep_1",
    title: "buy 1 order and retire it",
    measure: async (book) => {
      await book.place(HOLDER, ASK, 60_000, 5n);
      return book.gas(BUYER, "sweep", [sweepOf(5n)]);
    },
  },
  {
    key: "sweep_10",
    title: "buy 10 orders at 10 prices and retire",
    against: { key: "sweep_1" },
    measure: async (book) => {
      for (let maker = 10; maker < 20; maker++) await book.place(maker, ASK, 60_000 + maker, 5n);
      return book.gas(BUYER, "sweep", [sweepOf(50n)]);
    },
  },
]);
