/** The local chain: every role on one of the well-known accounts. */
import { localAccount, type LocalRole } from "../local/accounts.ts";
import { parseNetworkConfig, type NetworkConfig } from "../contracts/network-config.ts";

export const LOCAL_CHAIN_ID = 31_337;

/** The configuration of a local chain; the timelock's delay is one minute, so that an upgrade can be tried out. */
export function localNetwork(): NetworkConfig {
  const of = (role: LocalRole) => localAccount(role).account.address;
  return parseNetworkConfig(
    {
      name: "CarbonXchange Local",
      chainId: LOCAL_CHAIN_ID,
      disposable: true,
      uriPrefix: "http://127.0.0.1:4000/api/v1/batches/",
      timelock: { minDelaySeconds: 60, proposers: ["deployer"], executors: ["deployer"] },
      roles: {
        UPGRADER: ["timelock"],
        REGISTRY: [of("registry")],
        VERIFIER: [of("verifier")],
        COMPLIANCE: [of("officer")],
        GUARDIAN: [of("officer")],
        MARKET_OPERATOR: ["deployer"],
        TREASURER: ["deployer"],
        CUSTODIAN: ["deployer"],
      },
    },
    "deploy/config/local.ts",
  );
}
