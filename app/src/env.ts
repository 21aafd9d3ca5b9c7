import { defineEnvVars } from "@sveltejs/kit/env";

/** The value as an http(s) address without a trailing slash. */
const address = (fallback: string) => (value: string | undefined) => {
  const url = new URL(value || fallback);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new Error("must be an http or https address");
  return url.href.replace(/\/$/, "");
};

/** Everything the app reads from its environment; SvelteKit checks it all when the server starts. */
export const variables = defineEnvVars({
  RPC_URL: { description: "The chain, as the browser reaches it.", schema: address("http://127.0.0.1:8545") },
  API_URL: { description: "The API, as the browser reaches it.", schema: address("http://127.0.0.1:4000") },
  CHAIN_ID: {
    description: "Which deployment to serve.",
    schema: (value) => {
      const id = Number(value || 31337);
      if (!Number.isSafeInteger(id) || id < 1) throw new Error("must be a positive whole number");
      return id;
    },
  },
  DEPLOYMENTS_DIR: {
    description: "Folder of <chainId>.json files; when unset it is looked for above the working directory.",
    schema: (value) => value || undefined,
  },
  EXPLORER_URL: {
    description: "Block explorer of the chain; transactions link to <EXPLORER_URL>/tx/<hash>.",
    schema: (value) => (value ? address(value)(value) : undefined),
  },
});
