import { globSync } from "node:fs";
import { createRequire } from "node:module";
import typechain from "@nomicfoundation/hardhat-typechain";
import toolboxViem from "@nomicfoundation/hardhat-toolbox-viem";
import upgrades from "@openzeppelin/hardhat-upgrades/viem";
import { defineConfig } from "hardhat/config";

// The npm solc is the WebAssembly build; with `path` set nothing is downloaded.
const soljson = createRequire(import.meta.url).resolve("solc/soljson.js");

const compilerWith = (viaIR: boolean, runs: number) => ({
  version: "0.8.30",
  path: soljson,
  settings: { optimizer: { enabled: true, runs }, evmVersion: "cancun", viaIR },
});

// What is deployed is compiled via IR. The tests deploy exactly that, from its artifacts, and are themselves compiled by the
// legacy pipeline, which is several times faster.
const profile = {
  compilers: [compilerWith(true, 800)],
  overrides: Object.fromEntries(
    globSync("test/contracts/**/*.sol", { cwd: import.meta.dirname }).map((file) => [file, compilerWith(false, 200)]),
  ),
};

export default defineConfig({
  plugins: [toolboxViem, upgrades, typechain],
  solidity: {
    profiles: { default: profile, production: profile },
    splitTestsCompilation: true,
    npmFilesToBuild: [
      "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol",
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/governance/TimelockController.sol",
    ],
  },
  paths: { tests: { solidity: "test/contracts", nodejs: "test/hardhat" } },
  test: {
    solidity: {
      fuzz: { runs: 256, seed: "0x1" },
      invariant: { runs: 32, depth: 64, failOnRevert: false },
    },
  },
  typechain: { outDir: "sdk/typechain" },
  networks: {
    // Time moves on its own and blocks may be far apart; the local exchange needs no more.
    node: { type: "edr-simulated", chainType: "l1", chainId: 31337 },
  },
});
