import type { Account, Address, PublicClient, WalletClient } from "viem";
import type { Addresses } from "../requests/addresses.ts";

/** What reads need. */
export type ReadContext = { publicClient: PublicClient; deployment: Addresses };

/** What writes need: a wallet that has an account. */
export type WriteContext = ReadContext & { walletClient: WalletClient; account: Account | Address };
