import { keccak256, toHex, createWalletClient, http, parseEventLogs } from "viem";
import { buildCreateMarketRequest, exchangeAbi, UNBOUNDED_RULES, type Deployment } from "@carbonxchange/sdk";
import { connectAs, becomeAccount, moveFunds, placeOrder } from "./steps.ts";
import { E2E_URLS } from "./stack-urls.ts";
import { ACCOUNTS, chain, expect, local, localAccount, test } from "./wallet-fixture.ts";

const SERIAL = "21001-970000001-970000400-VCS-VCU-997-VER-KE-14-3612-01012023-31122023-1";
const REPORT = "verification report of the browser story";

/** The operator's part, which has no page: lists the batch and opens a market for it. */
async function openMarket(deployment: Deployment, batchId: bigint): Promise<number> {
  const wallet = createWalletClient({ account: localAccount(0), chain: local, transport: http(E2E_URLS.rpc) });
  const { exchange, carbonCredits, quoteToken } = deployment.contracts;
  const at = { address: exchange.address, abi: exchangeAbi } as const;
  const listed = await wallet.writeContract({
    ...at,
    functionName: "listAsset",
    args: [carbonCredits.address, batchId, true],
  });
  await chain.waitForTransactionReceipt({ hash: listed });
  const assetOf = (token: `0x${string}`, id: bigint) =>
    chain.readContract({ ...at, functionName: "assetIndex", args: [token, id] });
  const terms = {
    baseAsset: await assetOf(carbonCredits.address, batchId),
    quoteAsset: await assetOf(quoteToken.address, 0n),
    lotUnits: 1_000n,
    tickSize: 10_000n,
    minLots: 1n,
    makerFeePips: 500,
    takerFeePips: 1_500,
  };
  const hash = await wallet.writeContract(buildCreateMarketRequest(deployment, terms, UNBOUNDED_RULES));
  const { logs } = await chain.waitForTransactionReceipt({ hash });
  const [created] = parseEventLogs({ abi: exchangeAbi, logs, eventName: "MarketCreated" });
  if (created === undefined) throw new TypeError("createMarket emitted no MarketCreated");
  return created.args.marketId;
}

/** The deployment as the page itself is told it. */
async function deploymentOfPage(): Promise<Deployment> {
  const { deployment } = (await (await fetch(`${E2E_URLS.app}/config.json`)).json()) as { deployment: Deployment };
  return deployment;
}

test.describe.serial("the story: issue, deposit, trade, withdraw, retire, open the certificate", () => {
  let market: number;
  let certificatePath: string;

  test("a registry issues a batch that a verifier has attested", async ({ page, wallet }) => {
    const reportHash = keccak256(toHex(REPORT));
    await connectAs(page, wallet, ACCOUNTS.registry, "/registry/projects");
    await page.getByTestId("project-registryName").selectOption("Verra");
    await page.getByTestId("project-nativeId").fill("VCS3612");
    await page.getByTestId("project-name").fill("Kasigau Story Corridor");
    await page.getByTestId("project-methodology").fill("VM0009 v3.0");
    await page.getByTestId("project-country").fill("KE");
    await page.getByTestId("register-project").click();
    await expect(page.getByTestId("project-done")).toContainText("registered");

    await page.goto("/registry/propose");
    await page.getByTestId("serial-text").fill(SERIAL);
    await expect(page.getByTestId("serial-read")).toContainText("400 t");
    await page.getByTestId("propose-project").selectOption({ label: "VCS3612 · Kasigau Story Corridor" });
    await page.getByTestId("propose-recipient").fill(localAccount(ACCOUNTS.alice).address);
    await page.getByTestId("propose-report").fill(reportHash);
    await page.getByTestId("propose").click();
    await expect(page.getByTestId("propose-done")).toContainText("proposed");

    await page.goto("/registry");
    const card = page.getByTestId("proposal").filter({ hasText: "Kasigau Story Corridor" });
    await expect(card).toHaveAttribute("data-status", "PROPOSED");
    await expect(card.getByTestId("attest")).toBeDisabled(); // nobody attests what he proposed
    await becomeAccount(page, wallet, ACCOUNTS.verifier);
    await card.getByTestId("attest-hash").fill(reportHash);
    await card.getByTestId("attest").click();
    await expect(card).toHaveAttribute("data-status", "ATTESTED");
    await becomeAccount(page, wallet, ACCOUNTS.registry);
    await card.getByTestId("issue").click();
    await expect(card).toHaveAttribute("data-status", "ISSUED");
    expect(wallet.sent).toBe(4);

    const deployment = await deploymentOfPage();
    let batchId: string | undefined;
    await expect(async () => {
      const answer = await fetch(`${E2E_URLS.api}/api/v1/batches?limit=100`);
      const { items } = (await answer.json()) as { items: { id: string; blockStart: string }[] };
      batchId = items.find((item) => item.blockStart === "970000001")?.id;
      expect(batchId, "the issued batch in the API").toBeDefined();
    }).toPass({ timeout: 20_000 });
    market = await openMarket(deployment, BigInt(batchId ?? 0));
  });

  test("the seller deposits credits and offers them", async ({ page, wallet }) => {
    await connectAs(page, wallet, ACCOUNTS.alice, `/trade/${market}`);
    await moveFunds(page, { asset: "credit", direction: "deposit", amount: "100" });
    await placeOrder(page, { side: "ask", price: "12.50", tonnes: "60" });
    await placeOrder(page, { side: "ask", price: "12.75", tonnes: "20" });
    await expect(page.getByTestId("order-row")).toHaveCount(2);
  });

  test("the buyer deposits money, takes some and lets the keeper do the rest", async ({ page, wallet }) => {
    await connectAs(page, wallet, ACCOUNTS.bob, `/trade/${market}`);
    await page.getByTestId("faucet").click();
    await moveFunds(page, { asset: "quote", direction: "deposit", amount: "2000" });
    await placeOrder(page, { side: "bid", price: "12.50", tonnes: "10" });
    await expect(page.getByTestId("tape")).toContainText("12.50");
    await expect(page.getByTestId("credit-balance")).toContainText("10");
    await placeOrder(page, { side: "bid", price: "12.60", tonnes: "5", keeper: true });
    await expect(page.getByTestId("credit-balance")).toContainText("15", { timeout: 30_000 });
    // one that rests, and comes back whole
    await placeOrder(page, { side: "bid", price: "11.00", tonnes: "3" });
    await page.getByTestId("cancel-order").click();
    await expect(page.getByTestId("order-row")).toHaveCount(0);
  });

  test("the buyer withdraws, retires part of a tonne and gets a certificate", async ({ page, wallet }) => {
    await connectAs(page, wallet, ACCOUNTS.bob, `/trade/${market}`);
    await moveFunds(page, { asset: "credit", direction: "withdraw", amount: "12.5" });
    await page.goto("/retire");
    const batch = page.getByTestId("retire-batch");
    const option = batch.locator("option", { hasText: "VCS3612" });
    await batch.selectOption((await option.getAttribute("value")) ?? "");
    await page.getByTestId("retire-quantity").fill("12.5");
    await page.getByTestId("retire-private").fill("ACME Ltd, order 42");
    await page.getByTestId("retire-statement").fill('Flights & "hotels" of 2025 <all>');
    await page.getByTestId("retire").click();
    await expect(page.getByTestId("retired")).toBeVisible();
    await page.getByTestId("certificate-link").click();
    await expect(page.getByTestId("certificate-serials")).toContainText("970000001");
    await expect(page.getByTestId("certificate-quantity")).toContainText("12.5");
    await expect(page.getByTestId("certificate-image")).toBeVisible();
    await page.getByTestId("verify").click();
    await expect(page.getByTestId("verify-verdict")).toHaveText("Everything agrees with the chain.");
    certificatePath = new URL(page.url()).pathname;
  });

  test("anyone opens the certificate without a wallet and without our API", async ({ page }) => {
    await page.route("**/api/v1/**", (route) => route.abort());
    await page.goto(certificatePath);
    await expect(page.getByTestId("certificate-serials")).toContainText("970000001");
    expect((await page.pdf({ format: "A4" })).subarray(0, 4).toString()).toBe("%PDF");
  });

  test("the auditor sees the batch reconcile", async ({ page }) => {
    await page.goto("/audit");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page
      .getByRole("link", { name: /VCS3612/ })
      .first()
      .click();
    await expect(page.getByTestId("reconciled")).toHaveText("Reconciles");
    await expect(page.getByTestId("chain-retired")).toContainText("12.5");
    await expect(page.getByTestId("api-retired")).toContainText("12.5");
  });
});

test("a refused order is explained before the wallet is asked", async ({ page, wallet }) => {
  await connectAs(page, wallet, ACCOUNTS.outsider, "/trade/1");
  const asked = wallet.sent;
  await page.getByTestId("faucet").click();
  await expect.poll(() => wallet.sent).toBe(asked + 1);
  await page.getByTestId("vault-asset-quote").check();
  await page.getByTestId("vault-way").selectOption("APPROVE");
  await page.getByTestId("vault-amount").fill("100");
  await page.getByTestId("vault-submit").click();
  await expect(page.getByTestId("vault-problem")).toContainText(/eligib/i);
});

test("a rejected signature is said so and nothing is sent", async ({ page, wallet }) => {
  await connectAs(page, wallet, ACCOUNTS.alice, "/trade/1");
  wallet.reject.add("eth_sendTransaction");
  await page.getByTestId("faucet").click();
  await expect(page.getByText(/refused the request/i).first()).toBeVisible();
});

test("a wrong network is noticed and left", async ({ page, wallet }) => {
  await connectAs(page, wallet, ACCOUNTS.alice, "/");
  await wallet.switchChain(1);
  await page.getByTestId("wallet-button").click();
  await page.getByTestId("switch-chain").click();
  await expect(page.getByTestId("switch-chain")).toBeHidden();
  expect(wallet.chainId).toBe(local.id);
});
