import type { Projection } from "./context.ts";
import { lower } from "./events.ts";
import { expectEqual } from "./faults.ts";
import { applyMoves, credit } from "./vault-moves.ts";

/** All that a lost account had free of an asset becomes its successor's; the event says what that makes of each. */
export const balanceRecovered: Projection<"Exchange:BalanceRecovered"> = async ({ args, meta }, { store }) => {
  const { asset, amount, freeAfter } = args;
  const [lost, successor] = [lower(args.lost), lower(args.successor)];
  await applyMoves(store, meta, [credit(lost, asset, -amount), credit(successor, asset, amount)]);
  for (const [account, expected] of [
    [lost, 0n],
    [successor, freeAfter],
  ] as const) {
    const actual = (await store.find("vaultBalances", { account, asset }))?.free ?? 0n;
    await expectEqual(store, meta, { kind: "FREE_BALANCE", subject: `${account}:${asset}`, expected, actual });
  }
};
