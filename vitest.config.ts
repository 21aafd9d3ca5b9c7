import { defineConfig } from "vitest/config";

/** One project per workspace; what crosses workspaces lives in test/. */
const library = (name: string) => ({
  test: {
    name,
    include: [`${name}/src/**/*.test.ts`, `${name}/test/**/*.test.ts`],
    exclude: ["**/node_modules/**", "keeper/test/chaos/**"],
    testTimeout: 30_000,
  },
});

export default defineConfig({
  test: {
    projects: [
      ...["sdk", "risk", "ml", "compliance", "indexer", "keeper", "api", "deploy"].map(library),
      {
        test: {
          name: "chaos",
          include: ["keeper/test/chaos/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 2, // they wait more than they compute
        },
      },
      {
        test: {
          name: "differential",
          include: ["test/differential/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "gas",
          include: ["test/gas/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      "app/vitest.config.ts",
    ],
    coverage: {
      provider: "v8",
      reporter: ["text-summary", "json-summary", "lcov"],
      reportsDirectory: "coverage/typescript",
    },
  },
});
