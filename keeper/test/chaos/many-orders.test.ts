import {
  buildApproveRequest,
  buildDepositRequest,
  buildPlaceBatchRequest,
  exchangeAbi,
  testQuoteTokenAbi,
  unpackOrderId,
} from "@carbonxchange/sdk";
import { encodeFunctionData, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { accountOf } from "../fixtures/exchange-world.ts";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";

const chaos = useProcessWorld();
const { anvil, world, transactions, ask, startKeeper } = chaos;
const ORDERS = 10_000;
const BATCH = 50;
const BUYERS = ["bob", "registry"] as const;
const LOT_UNITS = 1_000n;
const LONG_MS = 400_000;
const PLACE_GAS = 14_000_000n;

async function fundRegistry(): Promise<void> {
  const { deployment } = world();
  const { address } = deployment.contracts.quoteToken;
  const cash = 10n ** 12n;
  const mint = { address, abi: testQuoteTokenAbi, functionName: "mint" };
  await world().send("registry", { ...mint, args: [accountOf("registry").address, cash] });
  await world().send("registry", buildApproveRequest(deployment, cash));
  await world().send("registry", buildDepositRequest(deployment, 1, cash));
}

/** Puts ten thousand bids of one lot into the queue, by two accounts in turn, in few blocks. */
async function deferMany(): Promise<void> {
  const bid = { marketId: 1, side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_300, lots: 1n, maxFills: 0 } as const;
  const { address, abi, functionName, args } = buildPlaceBatchRequest(
    world().deployment,
    Array.from({ length: BATCH }, () => bid),
  );
  const data = encodeFunctionData({ abi, functionName, args });
  await anvil().rpc("evm_setAutomine", [false]);
  for (let placed = 0; placed < ORDERS; placed += BATCH) {
    const from = accountOf(BUYERS[(placed / BATCH) % BUYERS.length] ?? "bob").address;
    await anvil().rpc("eth_sendTransaction", [
      {
        from,
        to: address,
        data,
        gas: toHex(PLACE_GAS),
        maxFeePerGas: toHex(10n ** 12n),
        maxPriorityFeePerGas: toHex(1n),
      },
    ]);
  }
  await waitFor(
    "every order in the queue",
    async () => {
      await anvil().rpc("evm_mine");
      const [head, tail] = await world().queue();
      return tail - head === ORDERS ? true : null;
    },
    LONG_MS,
  );
  await anvil().rpc("anvil_setNextBlockBaseFeePerGas", [toHex(10n ** 9n)]);
  await anvil().rpc("evm_mine");
  await anvil().rpc("evm_setAutomine", [true]);
}

describe("ten thousand orders due at once", () => {
  it("are all executed, each once, in their order", { timeout: 2 * LONG_MS }, async () => {
    await fundRegistry();
    await ask(BigInt(ORDERS));
    await deferMany();
    await startKeeper({ env: { KEEPER_MAX_STEPS: "150" } });
    await waitFor(
      "an empty queue",
      async () => {
        const [head, tail] = await world().queue();
        return head === tail ? true : null;
      },
      LONG_MS,
    );
    await waitFor("every result", async () =>
      (await transactions()).every(({ state }) => state === "MINED" || state === "CONFIRMED") ? true : null,
    );

    const progress = await world().client.getContractEvents({
      address: world().deployment.contracts.exchange.address,
      ...{ abi: exchangeAbi, eventName: "DeferredProgressed", fromBlock: 0n },
    });
    expect(
      progress.map(({ args }) => [unpackOrderId(args.orderId ?? 0n).sequence, args.lotsFilled, args.lotsLeft]),
    ).toEqual(Array.from({ length: ORDERS }, (_, index) => [index + 1, 1, 0]));
    const half = BigInt(ORDERS / BUYERS.length) * LOT_UNITS;
    for (const buyer of BUYERS) expect(await world().creditsOf(buyer)).toBe(half);
    expect((await world().order(world().askId(1_250, 1))).live).toBe(false);
    const rows = await transactions();
    expect(rows.every(({ mined_success }) => mined_success === true)).toBe(true);
    expect(await world().nonceOf("keeper")).toBe(rows.length);
    expect(await anvil().rpc("txpool_status")).toEqual({ pending: "0x0", queued: "0x0" });
  });
});
