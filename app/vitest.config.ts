import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

/** Components run without SvelteKit: the plain Svelte plugin and a stand-in for `$app/state`, so no sync is needed. */
export default defineConfig({
  root: import.meta.dirname,
  resolve: { alias: { "$app/state": `${import.meta.dirname}/src/lib/testing/app-state.ts` } },
  plugins: [svelte({ compilerOptions: { runes: true } }), svelteTesting()],
  test: {
    name: "app",
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    setupFiles: ["src/lib/testing/setup.ts"],
    testTimeout: 30_000,
  },
});
