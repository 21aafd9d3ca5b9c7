/**
 * The local chain. It begins four days ago, so that the demonstration market can have a past, and lets blocks share a
 * second, so that many transactions at once do not push its clock ahead of the real one.
 */
import { defineConfig } from "hardhat/config";

const HISTORY_DAYS = 4;

export default defineConfig({
  networks: {
    node: {
      type: "edr-simulated",
      chainType: "l1",
      chainId: 31_337,
      initialDate: new Date(Date.now() - HISTORY_DAYS * 86_400_000),
      allowBlocksWithSameTimestamp: true,
    },
  },
});
