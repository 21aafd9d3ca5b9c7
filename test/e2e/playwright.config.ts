import { defineConfig } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "./chromium.ts";
import { E2E_URLS } from "./stack-urls.ts";

/** The browser walks the story on a whole stack that global-setup.ts brings up on ports of its own. */
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
    baseURL: E2E_URLS.app,
    browserName: "chromium",
    headless: true,
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: { ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }), args: chromiumArgs },
  },
});
