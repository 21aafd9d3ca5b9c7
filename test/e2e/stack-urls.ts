/** Where the stack under test listens; written into the environment by global-setup.ts before any test loads. */
export type StackUrls = { rpc: string; api: string; app: string };

/** @throws when the browser tests run without their global set-up. */
export function stackUrls(): StackUrls {
  const { E2E_RPC: rpc, E2E_API: api, E2E_APP: app } = process.env;
  if (rpc === undefined || api === undefined || app === undefined)
    throw new Error("E2E_RPC, E2E_API and E2E_APP are not set: run the browser tests through `npm test -- browser`.");
  return { rpc, api, app };
}
