import { erc20Abi, parseSignature } from "viem";
import type { Address } from "viem";
import { erc20PermitAbi } from "../abi/erc20-permit.ts";
import type { PermitSignature } from "../requests/vault.ts";
import { call } from "./call.ts";
import type { WriteContext } from "./client-context.ts";

const PERMIT = [
  { name: "owner", type: "address" },
  { name: "spender", type: "address" },
  { name: "value", type: "uint256" },
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint256" },
] as const;

/** What a permit is for: `value` base units of `token` to `spender` until `deadline` (unix seconds). */
export type PermitInput = { token: Address; owner: Address; spender: Address; value: bigint; deadline: bigint };

/** The EIP-712 message of an ERC-2612 permit, for `signTypedData` of viem or wagmi. Throws `CarbonContractError`. */
export async function permitTypedData(context: Pick<WriteContext, "publicClient" | "deployment">, input: PermitInput) {
  const [domain, nonce] = await Promise.all([
    call(context, input.token, erc20PermitAbi, "eip712Domain", []),
    call(context, input.token, erc20PermitAbi, "nonces", [input.owner]),
  ]);
  const [, name, version, chainId, verifyingContract] = domain;
  return {
    domain: { name, version, chainId: Number(chainId), verifyingContract },
    types: { Permit: PERMIT },
    primaryType: "Permit",
    message: { owner: input.owner, spender: input.spender, value: input.value, nonce, deadline: input.deadline },
  } as const;
}

/** Asks the wallet to sign a permit. Throws what the wallet throws. */
export async function signPermit(context: WriteContext, input: PermitInput): Promise<PermitSignature> {
  const typedData = await permitTypedData(context, input);
  const signature = await context.walletClient.signTypedData({ account: context.account, ...typedData });
  const { r, s, yParity } = parseSignature(signature);
  return { deadline: input.deadline, v: yParity + 27, r, s };
}

/** How much `spender` may take of an ERC-20. */
export function readAllowance(
  context: Pick<WriteContext, "publicClient" | "deployment">,
  token: Address,
  owner: Address,
  spender: Address,
): Promise<bigint> {
  return call(context, token, erc20Abi, "allowance", [owner, spender]);
}
