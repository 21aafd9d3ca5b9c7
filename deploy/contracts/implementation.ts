import { getAddress, slice, zeroAddress, type Address, type Chain, type PublicClient, type Transport } from "viem";

/** ERC-1967: bytes32(uint256(keccak256("eip1967.proxy.implementation")) - 1). */
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** The implementation behind an ERC-1967 proxy; the zero address where there is none. */
export async function readImplementation(client: PublicClient<Transport, Chain>, proxy: Address): Promise<Address> {
  const word = await client.getStorageAt({ address: proxy, slot: IMPLEMENTATION_SLOT });
  return word === undefined ? zeroAddress : getAddress(slice(word, 12, 32));
}
