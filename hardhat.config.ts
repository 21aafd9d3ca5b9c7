import { createRequire } from "node:module";
import typechain from "@nomicfoundation/hardhat-typechain";
import toolboxViem from "@nomicfoundation/hardhat-toolbox-viem";
import upgrades from "@openzeppelin/hardhat-upgrades/viem";
import { defineConfig } from "hardhat/config";

// The npm solc is the WebAssembly build; with `path` set nothing is downloaded.
const soljson = createRequire(import.meta.url).resolve("solc/soljson.js");

const compiler = {
  version: "0.8.30",
  path: soljson,
  settings: { optimizer: { enabled: true, runs: 500 }, evmVersion: "cancun", viaIR: true },
};

export default defineConfig({
  plugins: [toolboxViem, upgrades, typechain],
  solidity: {
    profiles: { default: { compilers: [compiler] }, production: { compilers: [compiler] } },
    splitTestsCompilation: true,
    npmFilesToBuild: [
      "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol",
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/governance/TimelockController.sol",
    ],
  },
  typechain: { outDir: "sdk/typechain" },
  networks: {
    // Time moves on its own and blocks may be far apart; the local exchange needs no more.
    node: { type: "edr-simulated", chainType: "l1", chainId: 31337 },
  },
});
