/** The lively part of the local market: two makers who quote, take, defer and let orders expire, a step every second or two. */
import { setTimeout as pause } from "node:timers/promises";
import { loadDeployment } from "@carbonxchange/sdk/node";
import { readEnvironment } from "../config.ts";
import { LOCAL_CHAIN_ID } from "../config/local.ts";
import { connect } from "../contracts/connect.ts";
import { createFlow } from "./flow/trade.ts";
import { createFlowView } from "./flow/view.ts";
import { createRandom } from "./random.ts";
import { createSender } from "./transactions.ts";

const CALM_MS = [1_000, 2_000] as const;
const AFTER_FAULT_MS = 3_000;

const env = readEnvironment();
const chainId = env.CHAIN_ID ?? LOCAL_CHAIN_ID;
const deployment = await loadDeployment({ dir: env.DEPLOYMENTS_DIR, chainId });
const access = connect(env.RPC_URL ?? `http://127.0.0.1:${env.CHAIN_PORT}`, chainId, deployment.name, 100);
const random = createRandom(env.FLOW_SEED);
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

const start = () =>
  createFlow({ deployment, view: createFlowView(access, deployment), sender: createSender(access), random });
let flow = start();
while (!stop.signal.aborted) {
  let waitMs = random.whole(...CALM_MS);
  try {
    console.log(await flow.step());
  } catch (error) {
    // The book moved in between, or the node is gone for a moment: look again with fresh nonces.
    console.log(error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : String(error));
    flow = start();
    waitMs = AFTER_FAULT_MS;
  }
  await pause(waitMs, undefined, { signal: stop.signal }).catch(() => undefined);
}
