import { createCarbonClient, decodeSvgImage, retirementCertificateAbi } from "@carbonxchange/sdk";
import fc from "fast-check";
import { encodeFunctionData, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN, BATCH, createExchangeRig, openMarket } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";
import type { Deployed } from "./local-chain.ts";
import { modulesOfPath, readQrCode } from "./qr-image.ts";

const SIZE = 41;
const harnessAbi = parseAbi(["function qrCode(string text) pure returns (uint256[41] rows)"]);

let rig: ExchangeRig;
let harness: Deployed;

beforeAll(async () => {
  rig = await createExchangeRig();
  harness = await rig.chain.deploy("CodecHarness");
}, 120_000);
afterAll(() => rig.chain.close());

async function readBack(text: string): Promise<string | null> {
  const rows = await rig.chain.publicClient.readContract({
    address: harness.address,
    abi: harnessAbi,
    functionName: "qrCode",
    args: [text],
  });
  return readQrCode((x, y) => (((rows[y] ?? 0n) >> BigInt(x)) & 1n) === 1n, SIZE);
}

describe("the contract's QR code", () => {
  it.each(["a", "https://carbonxchange.example/certificate/1", "x".repeat(133), "0".repeat(134)])(
    "of %s is read by a reader of others' making",
    async (text) => {
      expect(await readBack(text)).toBe(text);
    },
  );

  it("says any text of at most 134 bytes", { timeout: 120_000 }, async () => {
    const printable = fc.string({ minLength: 1, maxLength: 134, unit: "grapheme-ascii" });
    await fc.assert(
      fc.asyncProperty(printable, async (text) => {
        expect(await readBack(text)).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  it("refuses a longer one and says by how much", async () => {
    await expect(readBack("x".repeat(135))).rejects.toThrow(/135/);
  });
});

describe("a certificate's picture", () => {
  it("carries the code of its own verification link, and so does a part's", { timeout: 60_000 }, async () => {
    const { chain, deployment, contracts } = rig;
    await openMarket(rig);
    const wallet = chain.wallets[ADMIN];
    if (wallet === undefined) throw new RangeError("no administrator");
    const client = createCarbonClient({ publicClient: chain.publicClient, walletClient: wallet, deployment });
    const account = wallet.account.address;
    const portions = [
      { batchId: BATCH, units: 1_500n },
      { batchId: BATCH, units: 2_000n },
    ];
    const { retirementId } = await client.write.retireMany({
      account,
      portions,
      purpose: "VOLUNTARY",
      claim: "CONTRIBUTION",
    });
    expect((await client.read.portions(retirementId)).map(({ units, firstUnit }) => [units, firstUnit])).toEqual([
      [1_500n, 0n],
      [2_000n, 1_500n],
    ]);
    await chain.send(ADMIN, { ...contracts.certificate, abi: retirementCertificateAbi }, "split", [
      retirementId,
      account,
      500n,
    ]);
    for (const tokenId of [retirementId, (1n << 64n) | retirementId]) {
      const { metadata } = await client.read.certificate(tokenId);
      const path = /crispEdges' fill='#000' d='([^']+)'/.exec(decodeSvgImage(metadata.image) ?? "")?.[1] ?? "";
      const modules = modulesOfPath(path);
      const link = await chain.publicClient.readContract({
        address: contracts.certificate.address,
        abi: retirementCertificateAbi,
        functionName: "linkOf",
        args: [tokenId],
      });
      expect(readQrCode((x, y) => modules.has(`${x},${y}`), SIZE)).toBe(link);
    }
    const gas = await chain.publicClient.estimateGas({
      to: contracts.certificate.address,
      data: encodeFunctionData({ abi: retirementCertificateAbi, functionName: "tokenURI", args: [retirementId] }),
    });
    console.log(`drawing a certificate: ${gas} gas`);
    expect(gas, "a node answers calls of this size").toBeLessThan(25_000_000n);
  });
});
