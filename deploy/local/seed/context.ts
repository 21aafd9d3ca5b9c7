import type { Deployment } from "@carbonxchange/sdk";
import type { ChainAccess } from "../../contracts/connect.ts";
import { localAccount, type LocalRole } from "../accounts.ts";
import type { Random } from "../random.ts";
import type { Call, Sender } from "../transactions.ts";

/** What every part of the seeding works with. */
export type SeedContext = {
  access: ChainAccess;
  deployment: Deployment;
  sender: Sender;
  random: Random;
  /** Unix seconds, the present. */
  nowSeconds: number;
};

/** Sends a call as one of the local accounts. */
export async function act({ sender }: SeedContext, role: LocalRole, call: Call): Promise<void> {
  await sender.send(localAccount(role).account, call);
}

/** One tonne in the units (kg) that credits are counted in. */
export const TONNE = 1_000n;

/** The local convention: one lot is one tonne, one tick is a cent. */
export const LOT_UNITS = 1_000;
export const TICK_SIZE = 10_000n;
