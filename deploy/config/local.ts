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
      certificateLinkPrefix: "http://127.0.0.1:3000/certificate/",
      labels: ["CCP", "CORSIA-2024-2026", "CCB", "SDVISta"].map((code) => ({ code, attesters: [of("verifier")] })),
      basket: { name: "CarbonXchange Vintage 2016", symbol: "CX16", feeBps: 100, vintageFrom: "2016-01-01" },
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
        AUTHORISER: [of("officer")],
        BASKET_CURATOR: ["deployer"],
        ANCHOR: [of("keeper")],
      },
      // a demonstration cannot wait hours for each issuance: the read-back says so when it is deployed
      delaySeconds: {
        UPGRADER: 0,
        REGISTRY: 0,
        VERIFIER: 0,
        COMPLIANCE: 0,
        MARKET_OPERATOR: 0,
        TREASURER: 0,
        CUSTODIAN: 0,
        AUTHORISER: 0,
        BASKET_CURATOR: 0,
      },
      grantDelaySeconds: 0,
    },
    "deploy/config/local.ts",
  );
}
