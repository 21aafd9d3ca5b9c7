import type { PermitSignature } from "@carbonxchange/sdk";
import { signTypedData, type Config } from "@wagmi/core";
import { parseSignature, type Address } from "viem";
import type { ChainReader } from "../chain/chain-reader.ts";
import { quoteTokenAbi } from "../chain/token-abi.ts";

const VALID_SECONDS = 1_200n;

const PERMIT_TYPE = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

type PermitQuestion = { token: Address; owner: Address; amount: bigint; nowSeconds: number };

/** Asks the wallet to sign an ERC-2612 permit of exactly `amount` for the exchange. Throws when the user refuses. */
export async function signPermit(
  wagmi: Config,
  { client, at }: ChainReader,
  { token, owner, amount, nowSeconds }: PermitQuestion,
): Promise<PermitSignature> {
  const contract = { address: token, abi: quoteTokenAbi } as const;
  const [domain, nonce] = await Promise.all([
    client.readContract({ ...contract, functionName: "eip712Domain" }),
    client.readContract({ ...contract, functionName: "nonces", args: [owner] }),
  ]);
  const [, name, version, chainId, verifyingContract] = domain;
  const deadline = BigInt(nowSeconds) + VALID_SECONDS;
  const signature = await signTypedData(wagmi, {
    account: owner,
    domain: { name, version, chainId, verifyingContract },
    types: PERMIT_TYPE,
    primaryType: "Permit",
    message: { owner, spender: at("exchange"), value: amount, nonce, deadline },
  });
  const { r, s, v, yParity } = parseSignature(signature);
  return { deadline, v: Number(v ?? BigInt(27 + yParity)), r, s };
}
