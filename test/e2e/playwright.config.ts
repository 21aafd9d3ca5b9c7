import { defineConfig } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "./chromium.ts";

/** The browser walks the story on a whole stack that global-setup.ts brings up on ports of its own. */
const APP_PORT = Number(process.env["E2E_APP_PORT"] ?? 18303);
process.env["E2E_RPC"] ??= `http://127.0.0.1:${process.env["E2E_CHAIN_PORT"] ?? 18300}`;
process.env["E2E_API"] ??= `http://127.0.0.1:${process.env["E2E_API_PORT"] ?? 18302}`;
process.env["E2E_APP"] ??= `http://127.0.0.1:${APP_PORT}`;

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  globalSetup: "./global-setup.ts",
  workers: 1, // one chain; the story's tests build on each other
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] ? [["list"], ["json"]] : "list",
  use: {
    baseURL: process.env["E2E_APP"],
    browserName: "chromium",
    headless: true,
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: { ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }), args: chromiumArgs },
  },
});
