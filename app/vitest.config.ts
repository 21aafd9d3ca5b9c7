import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

/** Components under test import nothing from `$app`, so the plain Svelte plugin is enough and no sync is needed. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte({ compilerOptions: { runes: true } }), svelteTesting()],
  test: {
    name: "app",
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
