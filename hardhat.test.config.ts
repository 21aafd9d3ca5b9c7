import { createRequire } from "node:module";
import { defineConfig } from "hardhat/config";

/**
 * Runs the Solidity tests. They are compiled by the legacy pipeline, in folders of their own: several times faster than via
 * IR, and a second opinion on the code. What is deployed (hardhat.config.ts, via IR) is what the gas, differential,
 * integration and browser tests run on.
 */
export default defineConfig({
  solidity: {
    compilers: [
      {
        version: "0.8.30",
        path: createRequire(import.meta.url).resolve("solc/soljson.js"),
        settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun", viaIR: false },
      },
    ],
    npmFilesToBuild: ["@openzeppelin/contracts/access/manager/AccessManager.sol"],
  },
  paths: {
    artifacts: "cache/solidity-tests/artifacts",
    cache: "cache/solidity-tests/cache",
    tests: { solidity: "test/contracts" },
  },
  test: {
    solidity: {
      fuzz: { runs: 256, seed: "0x1" },
      invariant: { runs: 32, depth: 64, failOnRevert: true },
    },
  },
});
